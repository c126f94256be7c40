import { allOf, anyOf, type Certainty } from './certainty.ts';
import type { Condition, Statement } from './compiled-policy.ts';
import { canMatchForm, coversPrefix, matchesGlob } from './glob.ts';
import type { PolicyRequest } from './policy-request.ts';

/** Whether the actions of a statement include an action, which is compared without case. */
export const includesAction = (
  { actions, actionsExcluded }: Pick<Statement, 'actions' | 'actionsExcluded'>,
  action: string,
): boolean => {
  const folded = action.toLowerCase();
  return actions.some(({ pattern }) => matchesGlob(pattern, folded)) !== actionsExcluded;
};

/** Whether a statement matches a request, apart from its principals. */
export function matchStatement(statement: Statement, request: PolicyRequest): Certainty {
  if (!includesAction(statement, request.action)) return 'no';
  const resource = anyOf(statement.resources, ({ pattern }) => matchResource(pattern, request));
  if (resource === 'no') return 'no';
  const conditions = allOf(statement.conditions, (one) => matchCondition(one, request));
  return allOf([resource, conditions], (certainty) => certainty);
}

function matchResource(pattern: string, { resource, unknown }: PolicyRequest): Certainty {
  if (!unknown?.resource) return matchesGlob(pattern, resource) ? 'yes' : 'no';
  if (!resource.endsWith('*')) throw new TypeError('an unknown resource must end in *');
  if (coversPrefix(pattern, resource.slice(0, -1))) return 'yes';
  // Without this rule about colons, a Deny for `acs:kms:*:*:alias/*` could match a key whose id contains `:alias/`.
  return canMatchForm(pattern, resource) ? 'maybe' : 'no';
}

function matchCondition(
  { key, negative, tests }: Condition,
  { conditions, unknown }: PolicyRequest,
): Certainty {
  if (unknown?.key && key.of !== 'call') return 'maybe';
  const value = key.read(conditions);
  const matches = value !== undefined && tests.some((test) => test(value));
  return matches !== negative ? 'yes' : 'no';
}
