import { anyOf, type Certainty } from './certainty.ts';
import type { CompiledPolicy, Statement } from './compiled-policy.ts';
import { matchStatement } from './match-statement.ts';
import type { PolicyRequest } from './policy-request.ts';

/** What policies say about a request. ImplicitDeny: no statement allows or denies it. */
export type Decision = 'Allow' | 'ExplicitDeny' | 'ImplicitDeny';

/** A statement that matched a request. */
export interface MatchedStatement {
  readonly policy: CompiledPolicy;
  /** Of the statement, from 0. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
}

/** A decision and the statements, of both effects, that matched. */
export interface Evaluation {
  readonly decision: Decision;
  readonly matched: readonly MatchedStatement[];
}

/**
 * How to decide what is uncertain. surely: allow only what is allowed in all cases; possibly: allow what is allowed in
 * at least one case, as far as can be known.
 */
export type Reading = 'surely' | 'possibly';

/**
 * Evaluates identity policies, or a session policy: a Deny that matches wins over every Allow. What the policies do not
 * allow is denied.
 */
export const evaluate = (
  policies: readonly CompiledPolicy[],
  request: PolicyRequest,
  reading: Reading = 'surely',
): Evaluation => {
  const resourceBased = policies.find(({ kind }) => kind === 'key' || kind === 'trust');
  if (resourceBased) throw new TypeError('the principals of this policy would be ignored');
  return evaluateStatements(policies, () => true, request, reading);
};

/** Evaluates those statements of policies that are about the caller. */
export function evaluateStatements(
  policies: readonly CompiledPolicy[],
  isAboutCaller: (statement: Statement) => boolean,
  request: PolicyRequest,
  reading: Reading,
): Evaluation {
  const found = policies.flatMap((policy) =>
    policy.statements.filter(isAboutCaller).map((statement) => ({
      policy,
      statement,
      certainty: matchStatement(statement, request),
    })),
  );
  const certaintyOf = (effect: Statement['effect']): Certainty =>
    anyOf(found, ({ statement, certainty }) => (statement.effect === effect ? certainty : 'no'));
  const counts = (effect: Statement['effect'], certainty: Certainty): boolean =>
    certainty === 'yes' ||
    (certainty === 'maybe' && (effect === 'Deny') === (reading === 'surely'));
  const decision = counts('Deny', certaintyOf('Deny'))
    ? 'ExplicitDeny'
    : counts('Allow', certaintyOf('Allow'))
      ? 'Allow'
      : 'ImplicitDeny';
  const matched = found
    .filter(({ statement, certainty }) => counts(statement.effect, certainty))
    .map(({ policy, statement: { index, sid, effect } }) => ({
      policy,
      index,
      ...(sid === undefined ? {} : { sid }),
      effect,
    }));
  return { decision, matched };
}
