import { v7 as uuidv7 } from 'uuid';
import { changeOwner } from '#integrity/owner-writes.ts';
import { findRole, findUser } from '#integrity/owners.ts';
import { insertPolicy } from '#integrity/policies.ts';
import type { Rows } from '#store/tables.ts';
import { caller } from './caller.ts';
import { type Kms, sharedKms } from './kms.ts';
import { newIdentities } from './operation/new-identities.ts';
import { DOCUMENT } from './operation/subject.ts';
import type { Surface } from './surfaces.ts';

/** A new account: `as` calls by the surface, and identities are made by RPC. */
export async function policyScene(surface: Surface, kms?: Kms) {
  const server = kms ?? (await sharedKms());
  const account = await server.addAccount();
  const identities = newIdentities(account, caller('rpc', server, account));
  return { kms: server, account, as: caller(surface, server, account), ...identities };
}

/** Writes rows of custom policies, which takes less time than so many calls. */
export async function addPolicies(
  { store, deployment }: Kms,
  accountId: string,
  count: number,
): Promise<Rows['policy'][]> {
  const now = new Date();
  const rows = Array.from({ length: count }, (_, index) => ({
    id: uuidv7(),
    accountId,
    name: `seeded-${index}`,
    description: '',
    defaultVersion: 1,
    lastVersion: 1,
    attachments: 0,
    createdAt: now,
    updatedAt: now,
    mac: new Uint8Array(),
    rootKeyId: '',
  }));
  const writes = rows.flatMap((row) => {
    const version = { accountId, policyId: row.id, number: 1, document: DOCUMENT, createdAt: now };
    return insertPolicy(deployment.keyring, { row, versions: [version] }, 'conflict');
  });
  await store.commit(writes);
  return rows;
}

/** Writes so many attachments of policies that need not exist. */
export async function addAttachments(
  { store, deployment }: Kms,
  accountId: string,
  principalType: 'user' | 'role',
  name: string,
  policyType: 'Custom' | 'System',
  count: number,
): Promise<void> {
  const where = { accountId_name: { accountId, name } };
  const find = principalType === 'user' ? findUser : findRole;
  const holder = await find(store.db, where);
  if (!holder) throw new Error(`there is no ${principalType} ${name}`);
  const attachments = Array.from({ length: count }, (_, index) => ({
    accountId,
    principalId: holder.row.id,
    principalType,
    policyType,
    policyName: `seeded-${index}`,
    policyId: policyType === 'System' ? null : uuidv7(),
    attachedAt: new Date(),
  }));
  await store.commit(changeOwner(deployment.keyring, holder, { ...holder, attachments }));
}
