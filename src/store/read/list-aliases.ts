import type { Prisma } from '#generated/sqlite/client.ts';
import { alive } from './as-of.ts';

/** Condition for the aliases of an account or of one of its keys. Aliases of destroyed keys do not match. */
export const aliasesOf = (
  scope: { readonly accountId: string; readonly keyId?: string | undefined },
  now: Date,
): Prisma.AliasWhereInput => ({
  accountId: scope.accountId,
  ...(scope.keyId !== undefined && { keyId: scope.keyId }),
  key: alive(now),
});
