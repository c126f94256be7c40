import { sealedAccessKeys } from './access-keys.ts';
import { sealedAccounts } from './accounts.ts';
import { sealedApiTokens } from './api-tokens.ts';
import { sealedKeys } from './keys.ts';
import { sealedPolicies } from './policies.ts';
import type { SealedTable } from './sealed-table.ts';
import { sealedSessions, sealedSignInLinks } from './sessions.ts';
import { sealedRoles, sealedUsers } from './users-and-roles.ts';

/** The tables whose rows have MACs of their own. All other rows with a MAC are covered by that of a row of these. */
export const SEALED_TABLES: readonly SealedTable[] = [
  sealedAccessKeys,
  sealedApiTokens,
  sealedAccounts,
  sealedUsers,
  sealedRoles,
  sealedPolicies,
  sealedKeys,
  sealedSessions,
  sealedSignInLinks,
];
