import type { Prisma } from '#generated/sqlite/client.ts';
import { alive } from './as-of.ts';
import type { NameRange } from './pages-of-keys.ts';

/** Condition for the aliases of an account, of one of its keys, or in a range of names. Aliases of destroyed keys do not match. */
export const aliasesOf = (
  {
    accountId,
    keyId,
    names,
  }: {
    readonly accountId: string;
    readonly keyId?: string | undefined;
    readonly names?: NameRange | undefined;
  },
  now: Date,
): Prisma.AliasWhereInput => ({
  accountId,
  ...(keyId !== undefined && { keyId }),
  ...(names && { name: { gte: names.from, ...(names.to !== undefined && { lt: names.to }) } }),
  key: alive(now),
});
