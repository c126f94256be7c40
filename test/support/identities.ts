import { v4 as uuid, v7 as uuidv7 } from 'uuid';
import { accountArn, roleArn } from '#domain/arn.ts';
import type { Principal } from '#domain/principal.ts';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { newAccessKey } from '#integrity/new-access-key.ts';
import { newAccount } from '#integrity/new-account.ts';
import { changeOwner, insertOwner } from '#integrity/owner-writes.ts';
import {
  findAccount,
  findRole,
  findUser,
  type Owner,
  type RoleOwner,
  type UserOwner,
} from '#integrity/owners.ts';
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
  /** Of a session only. */
  readonly securityToken?: string;
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
  credential: { type: 'AccessKey', id: accessKeyId, expiresAt: null },
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

/** A trust policy that lets these principals assume the role, as JSON. */
export const trusting = (...arns: readonly string[]): string =>
  JSON.stringify({
    Version: '1',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: arns } }],
  });

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
  const userId = uuidv7();
  const credential = made(accountId);
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
      ...unsealed(now),
    },
    accessKeys: [],
    attachments: [],
  };
  await kms.store.commit(insertOwner(keyring, user));
  const stored = await findUser(kms.store.db, { id: userId });
  if (!stored) throw new Error('the user was just made');
  const { writes, attachments } = attached(kms, stored, statements);
  const accessKeys = [rowOf(kms, credential, userId)];
  await kms.store.commit([
    ...writes,
    ...changeOwner(keyring, stored, { ...stored, accessKeys, attachments }),
  ]);
  return credential;
}

const unsealed = (now: Date) => ({
  createdAt: now,
  updatedAt: now,
  mac: new Uint8Array(),
  rootKeyId: '',
});

/** A policy of these statements, attached to a user or a role; none where there are no statements. */
function attached(
  { deployment: { keyring } }: Running,
  { type, row: { id: principalId, accountId, name } }: UserOwner | RoleOwner,
  statements: readonly TestStatement[],
): { writes: Write[]; attachments: Owner['attachments'] } {
  if (statements.length === 0) return { writes: [], attachments: [] };
  const policyId = uuidv7();
  const now = new Date();
  const policyName = `${name}-${policyId.slice(-6)}`;
  const document = JSON.stringify({ Version: '1', Statement: statements });
  const policy = {
    row: {
      id: policyId,
      accountId,
      name: policyName,
      description: '',
      defaultVersion: 1,
      lastVersion: 1,
      attachments: 1,
      ...unsealed(now),
    },
    versions: [{ accountId, policyId, number: 1, document, createdAt: now }],
  };
  const of = { accountId, principalId, principalType: type };
  return {
    writes: insertPolicy(keyring, policy, 'conflict'),
    attachments: [{ ...of, policyType: 'Custom', policyName, policyId, attachedAt: now }],
  };
}

/** A role as tests name it. */
export interface TestRole {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
}

/** A new role of an account, with a policy of these statements if there are any. @param trust its trust policy */
export async function addRole(
  kms: Running,
  accountId: string,
  trust: string,
  statements: readonly TestStatement[],
  name = `role-${uuid().slice(0, 8)}`,
): Promise<TestRole> {
  await ensureAccount(kms, accountId);
  const { keyring } = kms.deployment;
  const id = uuidv7();
  const role: RoleOwner = {
    type: 'role',
    row: {
      id,
      accountId,
      name,
      description: '',
      trustPolicy: trust,
      maxSessionDurationSeconds: 3_600,
      ...unsealed(new Date()),
    },
    accessKeys: [],
    attachments: [],
  };
  const { writes, attachments } = attached(kms, role, statements);
  await kms.store.commit([...writes, ...insertOwner(keyring, role)]);
  const stored = await findRole(kms.store.db, { id });
  if (!stored) throw new Error('the role was just made');
  await kms.store.commit(changeOwner(keyring, stored, { ...stored, attachments }));
  return { id, name, arn: roleArn(accountId, name) };
}

/** Detaches all policies of a role or user. */
export async function detachAll(
  kms: Running,
  id: string,
  type: 'role' | 'user' = 'role',
): Promise<void> {
  const owner = await (type === 'role' ? findRole : findUser)(kms.store.db, { id });
  if (!owner) throw new Error('there is no such role or user');
  const bare = { ...owner, attachments: [] } as Owner;
  await kms.store.commit(changeOwner<Owner>(kms.deployment.keyring, owner, bare));
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
