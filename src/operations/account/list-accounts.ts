import { z } from 'zod';
import { accountOperation } from '#pipeline/operation.ts';
import { countKeys } from '#store/read/count-keys.ts';
import { ownAccount } from '../common/ram-resources.ts';

const count = z.int();

const accountView = z.object({
  accountId: z.string(),
  createDate: z.date(),
  /** Of the root identity and of users, also disabled and expired ones. */
  accessKeys: count,
  users: count,
  roles: count,
  /** Without the system policies. */
  policies: count,
  keys: count,
});

/** Of the operator only: it reads every account. */
export const listAccounts = accountOperation({
  name: 'ListAccounts',
  service: 'ram',
  summary: 'Returns all accounts, oldest first, with the numbers of what they have.',
  effect: 'read',
  on: ownAccount,
  input: z.strictObject({}),
  output: z.object({ accounts: z.array(accountView) }),
  async handler({ call, now }) {
    const { db } = call.services;
    const rows = await db.account.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    const accounts = rows.map(async ({ id, createdAt }) => {
      const where = { accountId: id };
      const [accessKeys, users, roles, policies, keys] = await Promise.all([
        db.accessKey.count({ where }),
        db.user.count({ where }),
        db.role.count({ where }),
        db.policy.count({ where }),
        countKeys(db, id, now),
      ]);
      return { accountId: id, createDate: createdAt, accessKeys, users, roles, policies, keys };
    });
    return { accounts: await Promise.all(accounts) };
  },
});
