import type { Reader } from '#store/store.ts';
import type { IdentityReader } from './identity-reader.ts';
import { findRole, findUser, type Owner } from './owners.ts';
import { readPolicies } from './policies-of.ts';
import { type Identity, readIdentity } from './principals.ts';

/**
 * The users and roles of an account, with what they may do: a few statements for all of them, and more only for those
 * that seem altered.
 * @throws ServiceUnavailableError
 */
export async function readIdentities(
  reader: IdentityReader,
  accountId: string,
): Promise<Identity[]> {
  const owners = await findOwners(reader.db, accountId);
  const attached = owners.flatMap(({ attachments }) => attachments);
  const ids = new Set(attached.flatMap(({ policyId }) => policyId ?? []));
  const policies = await readPolicies(reader, [...ids]);
  const found = await Promise.all(
    owners.map((owner) => readIdentity(reader, beginningWith(owner), policies)),
  );
  return found.filter((identity) => identity !== null);
}

async function findOwners(db: Reader, accountId: string): Promise<Owner[]> {
  const where = { accountId };
  const [users, roles, accessKeys, attachments] = await Promise.all([
    db.user.findMany({ where }),
    db.role.findMany({ where }),
    db.accessKey.findMany({ where }),
    db.attachment.findMany({ where }),
  ]);
  const keysOf = Map.groupBy(accessKeys, ({ userId }) => userId);
  const attachedTo = Map.groupBy(attachments, ({ principalId }) => principalId);
  const of = (id: string) => ({ attachments: attachedTo.get(id) ?? [] });
  return [
    ...users.map((row): Owner => {
      return { type: 'user', row, accessKeys: keysOf.get(row.id) ?? [], ...of(row.id) };
    }),
    ...roles.map((row): Owner => ({ type: 'role', row, accessKeys: [], ...of(row.id) })),
  ];
}

/** Finds an owner: first what was read already, and from the database if that was no consistent view of its rows. */
function beginningWith(owner: Owner): (db: Reader) => Promise<Owner | null> {
  let first: Owner | undefined = owner;
  return async (db) => {
    const found = first;
    first = undefined;
    const find = owner.type === 'role' ? findRole : findUser;
    return found ?? find(db, { id: owner.row.id });
  };
}
