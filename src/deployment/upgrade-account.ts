import { v7 as uuidv7 } from 'uuid';
import { newAccount } from '#integrity/new-account.ts';
import { insertOwner, sealAccessKey } from '#integrity/owner-writes.ts';
import { insertPolicy } from '#integrity/policies.ts';
import type { Keyring } from '#keyring/keyring.ts';
import { insertRow, updateRow, type Write } from '#store/commit/write-set.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import { permitEverything, policyFor, readPermissions } from './former-permissions.ts';

type AccessKeyRow = Rows['accessKey'];

/**
 * The account of access keys from before there were policies. Those that were permitted everything belong to its root
 * identity; any other one gets a user, with a policy of its permissions. It is one commit, so a start that is killed
 * leaves an account as it was or upgraded.
 */
export function accountWrites(
  keyring: Keyring,
  accountId: string,
  accessKeys: readonly AccessKeyRow[],
  now: Date,
): Write[] {
  const isRoot = ({ allowedActions }: AccessKeyRow) =>
    permitEverything(readPermissions(allowedActions));
  const rootKeys = accessKeys.filter(isRoot).map(upgraded);
  const account = { ...newAccount(keyring, accountId, now), accessKeys: rootKeys };
  const taken = new Set<string>();
  const users = accessKeys
    .filter((row) => !isRoot(row))
    .map((row) => userWrites(keyring, row, freeName(row, taken), now));
  return [
    ...insertOwner(keyring, account).slice(0, 1), // its access keys exist already
    ...rootKeys.map((row) => updateAccessKey(keyring, row)),
    ...users.flat(),
  ];
}

/** Ids that were not generated came from the settings. */
const upgraded = (row: AccessKeyRow): AccessKeyRow => ({
  ...row,
  configured: !/^KW[0-9A-F]{20}$/.test(row.id),
});

const updateAccessKey = (keyring: Keyring, row: AccessKeyRow): Write => {
  const { id, accountId, userId, configured, mac } = sealAccessKey(keyring, row);
  return updateRow(TABLES.accessKey, { id, accountId }, { userId, configured, mac });
};

const MAX_NAME_CHARACTERS = 64;

/** A name for the user and its policy. Ids are longer and have more characters, so that two can give the same name. */
function freeName({ id }: AccessKeyRow, taken: Set<string>): string {
  const wanted = `access-key-${id}`.replaceAll(/[^A-Za-z0-9-]/g, '-');
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : `-${number}`;
    const name = wanted.slice(0, MAX_NAME_CHARACTERS - suffix.length) + suffix;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

/** A user with an access key, and a policy of the same name with what the access key was permitted. */
function userWrites(keyring: Keyring, accessKey: AccessKeyRow, name: string, now: Date): Write[] {
  const { id, accountId, allowedActions } = accessKey;
  const userId = uuidv7();
  const times = { createdAt: now, updatedAt: now };
  const unsealed = { mac: new Uint8Array(), rootKeyId: '' }; // insertOwner and insertPolicy fill them
  const empty = { displayName: '', mobilePhone: '', email: '', comments: '' };
  const row = { id: userId, accountId, name, ...empty, ...times, ...unsealed };
  const own = { ...upgraded(accessKey), userId };
  const document = policyFor(readPermissions(allowedActions));
  const policyId = uuidv7();
  const attachment: Rows['attachment'] = {
    accountId,
    principalId: userId,
    principalType: 'user',
    policyType: 'Custom',
    policyName: name,
    policyId,
    attachedAt: now,
  };
  const attachments = document ? [attachment] : [];
  const policies = document ? [policyOf({ id: policyId, accountId, name }, id, document, now)] : [];
  const user = { type: 'user', row, accessKeys: [own], attachments } as const;
  return [
    ...insertOwner(keyring, user).slice(0, 1), // its access key exists already
    updateAccessKey(keyring, own),
    ...policies.flatMap((policy) => insertPolicy(keyring, policy, 'conflict')),
    ...attachments.map((one) => insertRow(TABLES.attachment, one)),
  ];
}

function policyOf(
  { id, accountId, name }: Pick<Rows['policy'], 'id' | 'accountId' | 'name'>,
  accessKeyId: string,
  document: string,
  now: Date,
) {
  const row = {
    id,
    accountId,
    name,
    description: `The permissions of access key ${accessKeyId} before there were policies.`,
    defaultVersion: 1,
    lastVersion: 1,
    attachments: 1,
    createdAt: now,
    updatedAt: now,
    mac: new Uint8Array(),
    rootKeyId: '',
  };
  return { row, versions: [{ accountId, policyId: id, number: 1, document, createdAt: now }] };
}
