import type { CompiledPolicy, StatementPrincipal } from './compiled-policy.ts';
import { includesAction } from './match-statement.ts';

/**
 * Whether a key policy denies all users and roles of the owner's account to change it, always: a Deny without
 * conditions. The root identity can still change it. A policy without an Allow locks nobody out, because identity
 * policies can allow it.
 */
export const locksOut = ({ statements }: CompiledPolicy, ownerAccountId: string): boolean =>
  statements.some(
    (statement) =>
      statement.effect === 'Deny' &&
      statement.conditions.length === 0 &&
      includesAction(statement, 'kms:SetKeyPolicy') &&
      statement.principals.some(
        ({ type, accountId }) => type === 'account' && accountId === ownerAccountId,
      ),
  );

/** The principals that a key policy or trust policy names, each once, in the order of the policy. */
export function principalsOf({ statements }: CompiledPolicy): StatementPrincipal[] {
  const byArn = new Map(
    statements
      .flatMap(({ principals }) => principals)
      .map((principal) => [principal.arn, principal]),
  );
  return [...byArn.values()];
}
