import type { CompiledPolicy } from './compiled-policy.ts';
import { decide, type Ruling, toRuling, withoutPolicy } from './decide.ts';
import { evaluateStatements } from './evaluate.ts';
import type { PolicyRequest } from './policy-request.ts';
import { bindsInTrustPolicy, type Subject } from './subject.ts';

/**
 * Whether the trust policy of a role lets a user or a session assume it. An account in it (`:root`, `:*`) means all
 * users and roles of the account; a role means all its sessions. The root identity cannot assume roles.
 */
export function mayAssume(
  trustPolicy: CompiledPolicy,
  subject: Subject,
  request: PolicyRequest,
): Ruling {
  if (trustPolicy.kind !== 'trust') throw new TypeError('this is not a trust policy');
  if (subject.denied || subject.type === 'account') return withoutPolicy('ExplicitDeny');
  const evaluation = evaluateStatements(
    [trustPolicy],
    (statement) => bindsInTrustPolicy(statement, subject),
    request,
    'surely',
  );
  return toRuling(evaluation, 'AssumeRolePolicy');
}

/**
 * Whether a subject's own policies allow it to assume a role, also one of another account. The root identity cannot.
 * @param request the action `sts:AssumeRole` on the ARN of the role
 */
export function decideAssuming(subject: Subject, request: PolicyRequest): Ruling {
  if (subject.type === 'account') return withoutPolicy('ImplicitDeny');
  // The trust policy speaks for the owner of the role, so what remains is asked as for a role of the own account.
  const { accountId } = subject;
  return decide(withOneAccount(subject, accountId), { accountId }, request);
}

/**
 * Whether a user or a session can assume a role: its own policies and the trust policy must both allow it, also for a
 * role of another account.
 * @param request the action `sts:AssumeRole` on the ARN of the role
 */
export function decideAssumeRole(
  subject: Subject,
  trustPolicy: CompiledPolicy,
  request: PolicyRequest,
): Ruling {
  const trust = mayAssume(trustPolicy, subject, request);
  return trust.allowed ? decideAssuming(subject, request) : trust;
}

/** Sessions of several accounts can stand in one chain. Their policies limit it, whatever account each is of. */
const withOneAccount = (subject: Subject, accountId: string): Subject => ({
  ...subject,
  accountId,
  ...(subject.parent ? { parent: withOneAccount(subject.parent, accountId) } : {}),
});
