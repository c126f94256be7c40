import type { Reader } from '../store.ts';
import { type Part, partByName } from './part.ts';

/** Users, roles and policies of an account, sorted by name, and by their ids. Accounts have at most some thousands of them. */
export function identityReader(db: Reader, accountId: string) {
  const where = { accountId };
  const byIds = (ids: readonly string[]) => ({ where: { accountId, id: { in: [...ids] } } });
  return {
    userList: {
      count: () => db.user.count({ where }),
      byName: (part: Part) => db.user.findMany(partByName(where, part)),
    },
    roleList: {
      count: () => db.role.count({ where }),
      byName: (part: Part) => db.role.findMany(partByName(where, part)),
    },
    policyList: {
      count: () => db.policy.count({ where }),
      byName: (part: Part) => db.policy.findMany(partByName(where, part)),
    },
    users: (ids: readonly string[]) => db.user.findMany(byIds(ids)),
    roles: (ids: readonly string[]) => db.role.findMany(byIds(ids)),
    policies: (ids: readonly string[]) => db.policy.findMany(byIds(ids)),
  };
}
