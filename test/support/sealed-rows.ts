import { v7 as uuidv7 } from 'uuid';
import { hashToken } from '#domain/hash-token.ts';
import { insertOwner } from '#integrity/owner-writes.ts';
import { findRole, findUser } from '#integrity/owners.ts';
import { createApiToken } from './api-token.ts';
import { caller } from './caller.ts';
import { addUser, allowing, type Credential } from './identities.ts';
import type { Kms } from './kms.ts';
import { linkFor, redeem } from './sign-in.ts';

/** A role to which a system policy is attached. */
async function addRole({ store, deployment: { keyring } }: Kms, accountId: string) {
  const now = new Date();
  const id = uuidv7();
  const row = {
    ...{ id, accountId, name: `role-${id.slice(-8)}`, description: '', trustPolicy: '{}' },
    ...{ maxSessionDurationSeconds: 3_600, createdAt: now, updatedAt: now },
    ...{ mac: new Uint8Array(), rootKeyId: '' },
  };
  await store.commit(insertOwner(keyring, { type: 'role', row, accessKeys: [], attachments: [] }));
  const role = await findRole(store.db, { id });
  if (!role) throw new Error('the role was just made');
  return role.row;
}

/** A signed-in browser, and a link that nobody has opened. */
async function addTokens(kms: Kms) {
  const { token } = await linkFor(kms);
  const [setCookie = ''] = [(await redeem(kms, token)).headers['set-cookie']].flat();
  const session = setCookie.split(';')[0]?.split('=')[1] ?? '';
  const { token: link } = await linkFor(kms);
  return { session, link, sessionHash: hashToken(session), linkHash: hashToken(link) };
}

async function userOf({ store }: Kms, { id }: Credential) {
  const { userId } = await store.db.accessKey.findUniqueOrThrow({ where: { id } });
  const user = await findUser(store.db, { id: String(userId) });
  const policyId = user?.attachments[0]?.policyId;
  if (!user || !policyId) throw new Error('the user was just made with a policy');
  return { ...user.row, policyId };
}

/** An account with at least one row of each table that has MACs. */
export async function addSealedRows(kms: Kms) {
  const root = await kms.addAccount();
  const { accountId } = root;
  const [alice, bob] = [
    await addUser(kms, accountId, allowing('kms:*', 'ram:CreateApiToken'), 'alice'),
    await addUser(kms, accountId, allowing('kms:DescribeKey'), 'bob'),
  ];
  const as = caller('rpc', kms, root);
  const { keyId } = await as.createKey({ tags: [['env', 'production']] });
  const { keyId: otherKeyId } = await as.createKey();
  const apiToken = await createApiToken(kms, alice);
  return {
    ...{ root, accountId, alice, bob, keyId, otherKeyId },
    users: { alice: await userOf(kms, alice), bob: await userOf(kms, bob) },
    role: await addRole(kms, accountId),
    tokens: await addTokens(kms),
    apiToken,
  };
}

export type SealedRows = Awaited<ReturnType<typeof addSealedRows>>;
