import type { CompiledPolicy } from './compiled-policy.ts';
import { isPossibleAcrossAccounts } from './cross-account-actions.ts';
import {
  type Decision,
  type Evaluation,
  evaluate,
  evaluateStatements,
  type MatchedStatement,
  type Reading,
} from './evaluate.ts';
import type { PolicyRequest } from './policy-request.ts';
import { bindsInKeyPolicy, chainOf, type Subject } from './subject.ts';

/** The kinds of policies that decide, in the words of `AccessDeniedDetail.PolicyType`. */
export type PolicyType =
  | 'AccountLevelIdentityBasedPolicy'
  | 'SessionPolicy'
  | 'ResourceBasedPolicy'
  | 'AssumeRolePolicy';

/** What a request is about: the owner, and the key policy if the key has one. */
export interface Target {
  readonly accountId: string;
  readonly keyPolicy?: CompiledPolicy | null;
}

/** The joint decision of all policies that matter. */
export interface Ruling {
  readonly allowed: boolean;
  readonly decision: Decision;
  /** The kind of policy that allowed, denied, or should have allowed; null where no policy was asked. */
  readonly policyType: PolicyType | null;
  /** Of the policies of that kind. */
  readonly matched: readonly MatchedStatement[];
}

/**
 * Decides whether a subject can do what a request says.
 * - The root identity of the owner can do everything; only the policy of its API token binds it.
 * - In the account of the owner, the identity policies or the key policy must allow it. A Deny in either wins.
 * - In other accounts, both must allow it, and only `CROSS_ACCOUNT_ACTIONS` on a key are possible.
 * - The policy of a session or of an API token must allow it too, and so must all that bind the session that made this one.
 */
export function decide(
  subject: Subject,
  target: Target,
  request: PolicyRequest,
  reading: Reading = 'surely',
): Ruling {
  let last: Ruling | undefined;
  for (const one of chainOf(subject)) {
    const ruling = decideAlone(one, target, request, reading);
    if (!ruling.allowed) return ruling;
    last ??= ruling;
  }
  return last ?? withoutPolicy('ImplicitDeny');
}

function decideAlone(
  subject: Subject,
  target: Target,
  request: PolicyRequest,
  reading: Reading,
): Ruling {
  if (subject.denied) return withoutPolicy('ExplicitDeny');
  if (subject.operator) return withoutPolicy('Allow');
  const isOwn = subject.accountId === target.accountId;
  if (!isOwn && !isPossibleAcrossAccounts(request.action, request.resource, target.accountId))
    return withoutPolicy('ImplicitDeny');
  const session = subject.sessionPolicy && evaluate([subject.sessionPolicy], request, reading);
  if (session && session.decision !== 'Allow') return toRuling(session, 'SessionPolicy');
  if (isOwn && subject.type === 'account') return withoutPolicy('Allow');

  const identity = decideIdentity(subject, request, reading);
  if (identity.decision === 'ExplicitDeny') return identity;
  const key = toRuling(
    evaluateStatements(
      target.keyPolicy ? [target.keyPolicy] : [],
      (statement) => bindsInKeyPolicy(statement, subject),
      request,
      reading,
    ),
    'ResourceBasedPolicy',
  );
  if (key.decision === 'ExplicitDeny') return key;
  if (isOwn) return key.allowed ? key : identity;
  return identity.allowed ? key : identity;
}

/** The identity policies. The root identity has none, and needs none to use a key of another account. */
const decideIdentity = (subject: Subject, request: PolicyRequest, reading: Reading): Ruling =>
  subject.type === 'account'
    ? withoutPolicy('Allow')
    : toRuling(evaluate(subject.policies, request, reading), 'AccountLevelIdentityBasedPolicy');

/** A decision of policies of one kind. */
export const toRuling = (
  { decision, matched }: Evaluation,
  policyType: PolicyType | null,
): Ruling => ({ allowed: decision === 'Allow', decision, policyType, matched });

/** A decision that no policy could change. */
export const withoutPolicy = (decision: Decision): Ruling =>
  toRuling({ decision, matched: [] }, null);
