import type { NamedPrincipal } from '../arn.ts';
import type { CompiledPolicy, Statement } from './compiled-policy.ts';

/** Who calls, as far as policies are concerned. */
export interface Subject {
  readonly accountId: string;
  /** account: the root identity; role: a session of a role. */
  readonly type: 'account' | 'user' | 'role';
  /** The name of the user or role; of a session the name of its role. */
  readonly name: string;
  /** For messages and audit. Policies are compared with the account, type and name. */
  readonly arn: string;
  /** Identity policies. */
  readonly policies: readonly CompiledPolicy[];
  /** Limits what this session of a role, or this API token, may do. */
  readonly sessionPolicy?: CompiledPolicy;
  /** The session that made this session, which limits it. */
  readonly parent?: Subject;
  /** Its rows were altered outside the service: everything is denied, also to the root identity. */
  readonly denied?: true;
  /** The operator of the service: everything is allowed. */
  readonly operator?: true;
}

/** The subject, the session that made it, the session that made that one, and so on. */
export function* chainOf(subject: Subject): Generator<Subject> {
  for (let one: Subject | undefined = subject; one; one = one.parent) yield one;
}

/** All policies that can limit a subject or allow it something, except those of keys. */
export const policiesOf = (subject: Subject): CompiledPolicy[] =>
  [...chainOf(subject)].flatMap(({ policies, sessionPolicy }) =>
    sessionPolicy ? [...policies, sessionPolicy] : policies,
  );

/**
 * Whether a key policy's statement is about a subject. In an Allow an account means its root identity only. In a Deny
 * it means all its users and roles too, so that a Deny for the account denies.
 */
export const bindsInKeyPolicy = ({ effect, principals }: Statement, subject: Subject): boolean =>
  principals.some((principal) => names(principal, subject, effect === 'Deny'));

/** Whether a trust policy's statement is about a user or role. An account means all its users and roles. */
export const bindsInTrustPolicy = ({ principals }: Statement, subject: Subject): boolean =>
  principals.some((principal) => names(principal, subject, true));

function names(principal: NamedPrincipal, subject: Subject, accountMeansAll: boolean): boolean {
  if (principal.accountId !== subject.accountId) return false;
  if (principal.type === 'account') return accountMeansAll || subject.type === 'account';
  return principal.type === subject.type && principal.name === subject.name;
}
