import { v4 as uuid, v7 as uuidv7 } from 'uuid';
import { accountArn } from '#domain/arn.ts';
import type { Principal } from '#domain/principal.ts';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { newAccessKey } from '#integrity/new-access-key.ts';
import { newAccount } from '#integrity/new-account.ts';
import { changeOwner, insertOwner } from '#integrity/owner-writes.ts';
import { findAccount, findUser, type Owner } from '#integrity/owners.ts';
import { insertPolicy } from '#integrity/policies.ts';
import { ownerOf } from '#integrity/principals.ts';
import type { Server } from '#server.ts';
import type { Write } from '#store/commit/write-set.ts';

type Running = Pick<Server, 'store' | 'deployment'>;

/** An access key with its secret, as a client has them. */
export interface Credential {
  readonly accountId: string;
  readonly id: string;
  readonly secret: string;
}

const made = (accountId: string): Credential => ({
  accountId,
  id: `TEST${uuid().replaceAll('-', '')}`,
  secret: uuid(),
});

/** Makes sure that an account exists. */
async function ensureAccount({ store, deployment: { keyring } }: Running, accountId: string) {
  const existing = await findAccount(store.db, accountId);
  if (existing) return existing;
  const account = newAccount(keyring, accountId, new Date());
  await store.commit(insertOwner(keyring, account));
  return (await findAccount(store.db, accountId)) ?? account;
}

const rowOf = ({ deployment }: Running, credential: Credential, userId: string | null) =>
  newAccessKey(
    deployment.keyring,
    { ...credential, userId },
    SecretBytes.ofText(credential.secret),
    new Date(),
  );

/** A new access key of the root identity of an account, which is made if there is none. */
export async function addRootKey(
  kms: Running,
  accountId: string,
  own: Partial<Credential> = {},
): Promise<Credential> {
  const account = await ensureAccount(kms, accountId);
  const credential = { ...made(accountId), ...own };
  const accessKeys = [...account.accessKeys, rowOf(kms, credential, null)];
  await kms.store.commit(changeOwner(kms.deployment.keyring, account, { ...account, accessKeys }));
  return credential;
}

/** The root identity of an account as a principal. */
export const rootOf = (accountId: string, accessKeyId: string): Principal => ({
  accountId,
  type: 'account',
  id: accountId,
  name: 'root',
  arn: accountArn(accountId),
  accessKeyId,
  policies: [],
});

/** A statement of a policy. */
export interface TestStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

/** A policy that allows these actions on everything. */
export const allowing = (...actions: readonly string[]): TestStatement[] => [
  { Effect: 'Allow', Action: actions, Resource: '*' },
];

/** A new user of an account, with an access key, and a policy of these statements if there are any. */
export async function addUser(
  kms: Running,
  accountId: string,
  statements: readonly TestStatement[],
  name = `user-${uuid().slice(0, 8)}`,
): Promise<Credential> {
  await ensureAccount(kms, accountId);
  const { keyring } = kms.deployment;
  const now = new Date();
  const [userId, policyId] = [uuidv7(), uuidv7()];
  const credential = made(accountId);
  const times = { createdAt: now, updatedAt: now };
  const unsealed = { mac: new Uint8Array(), rootKeyId: '' };
  const attachment = {
    accountId,
    principalId: userId,
    principalType: 'user',
    policyType: 'Custom',
    policyName: name,
    policyId,
    attachedAt: now,
  };
  const attachments = statements.length > 0 ? [attachment] : [];
  const user: Owner = {
    type: 'user',
    row: {
      id: userId,
      accountId,
      name,
      displayName: '',
      mobilePhone: '',
      email: '',
      comments: '',
      ...times,
      ...unsealed,
    },
    accessKeys: [],
    attachments: [],
  };
  await kms.store.commit(insertOwner(keyring, user));
  const stored = await findUser(kms.store.db, { id: userId });
  if (!stored) throw new Error('the user was just made');
  const policy = {
    row: {
      id: policyId,
      accountId,
      name,
      description: '',
      defaultVersion: 1,
      lastVersion: 1,
      attachments: 1,
      ...times,
      ...unsealed,
    },
    versions: [
      {
        accountId,
        policyId,
        number: 1,
        document: JSON.stringify({ Version: '1', Statement: statements }),
        createdAt: now,
      },
    ],
  };
  const writes: Write[] = [
    ...(statements.length > 0 ? insertPolicy(keyring, policy, 'conflict') : []),
    ...changeOwner(keyring, stored, {
      ...stored,
      accessKeys: [rowOf(kms, credential, userId)],
      attachments,
    }),
  ];
  await kms.store.commit(writes);
  return credential;
}

/** Enables or disables an access key. */
export async function setEnabled(kms: Running, id: string, enabled: boolean): Promise<void> {
  const { db, commit } = kms.store;
  const row = await db.accessKey.findUniqueOrThrow({ where: { id } });
  const owner = await ownerOf(row)(db);
  if (!owner) throw new Error('the access key has an owner');
  const accessKeys = owner.accessKeys.map((one) => (one.id === id ? { ...one, enabled } : one));
  await commit(changeOwner(kms.deployment.keyring, owner, { ...owner, accessKeys } as Owner));
}

/** A new role of an account, without policies. Anybody of the account can assume it. @returns its name */
export async function addRole(
  kms: Running,
  accountId: string,
  name = `role-${uuid().slice(0, 8)}`,
): Promise<string> {
  const now = new Date();
  const Principal = { RAM: [accountArn(accountId)] };
  const Statement = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }];
  const row = {
    id: uuidv7(),
    accountId,
    name,
    description: '',
    trustPolicy: JSON.stringify({ Version: '1', Statement }),
    maxSessionDurationSeconds: 3_600,
    createdAt: now,
    updatedAt: now,
    mac: new Uint8Array(),
    rootKeyId: '',
  };
  const role: Owner = { type: 'role', row, accessKeys: [], attachments: [] };
  await kms.store.commit(insertOwner(kms.deployment.keyring, role));
  return name;
}
