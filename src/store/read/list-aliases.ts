import type { Prisma } from '#generated/sqlite/client.ts';
import { alive } from './as-of.ts';

/** The aliases of an account, or of one of its keys. Those of a key that is destroyed are as good as gone with it. */
export const aliasesOf = (
  scope: { readonly accountId: string; readonly keyId?: string | undefined },
  now: Date,
): Prisma.AliasWhereInput => ({
  accountId: scope.accountId,
  ...(scope.keyId !== undefined && { keyId: scope.keyId }),
  key: alive(now),
});
