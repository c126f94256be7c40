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
    ...policyReader(db, accountId),
  };
}

/** What belongs to policies, users and roles, in one statement for all of them. */
function policyReader(db: Reader, accountId: string) {
  const ofType = (policyType: string, names: readonly string[]) => ({
    where: { accountId, policyType, policyName: { in: [...names] } },
  });
  return {
    versionsOfPolicies: (policyIds: readonly string[]) =>
      db.policyVersion.findMany({
        where: { accountId, policyId: { in: [...policyIds] } },
        orderBy: { number: 'asc' },
      }),
    /** Of users and roles: first the system policies, then the custom ones, by name. */
    attachmentsOf: (principalIds: readonly string[]) =>
      db.attachment.findMany({
        where: { accountId, principalId: { in: [...principalIds] } },
        orderBy: [{ policyType: 'desc' }, { policyName: 'asc' }],
      }),
    attachmentsOfPolicies: (policyType: string, names: readonly string[]) =>
      db.attachment.findMany(ofType(policyType, names)),
    systemAttachmentCounts: async (names: readonly string[]) => {
      const { where } = ofType('System', names);
      const counts = await db.attachment.groupBy({ by: 'policyName', where, _count: true });
      return new Map(counts.map(({ policyName, _count }) => [policyName, _count]));
    },
  };
}
