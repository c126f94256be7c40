import type { Prisma } from '#generated/sqlite/client.ts';
import { alive } from './as-of.ts';
import type { NameRange } from './pages-of-keys.ts';

/** The aliases of an account, or of one of its keys, or those in a range of names. Those of a key that is destroyed are as good as gone with it. */
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
