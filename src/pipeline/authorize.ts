import { type AccessDeniedDetail, NoPermissionError } from '#domain/errors.ts';
import { decide, type Ruling } from '#domain/policy/decide.ts';
import type { PolicyRequest } from '#domain/policy/policy-request.ts';
import type { Subject } from '#domain/policy/subject.ts';
import type { Principal } from '#domain/principal.ts';
import type { Attempt, ParsedInput } from './attempt.ts';
import type { Call } from './call.ts';
import { conditionsOf } from './conditions.ts';
import { authorizeKey } from './key-access.ts';
import { type AnyOperation, actionOf, contextIn } from './operation.ts';

/** May the caller perform the operation on what its input names? @throws NoPermissionError, KeyNotFoundError */
export async function authorize(attempt: Attempt): Promise<void> {
  const { operation, call, input, now, target, involved } = attempt;
  if (operation.needsPermission === false) return;
  if (operation.key && target) {
    await authorizeKey(call, now, {
      action: actionOf(operation),
      ...target,
      rule: operation.key,
      encryptionContext: contextIn(operation.key, input),
    });
    for (const one of involved) one.isPermitted = true; // the target, if it exists
  }
  for (const resource of resourcesOf(operation, call, input))
    authorizeResource(call, now, actionOf(operation), resource, operation.decide);
}

/** The ARNs that an operation is checked on, besides its key. */
export const resourcesOf = (
  { on }: Pick<AnyOperation, 'on'>,
  { services: { region }, principal }: Call,
  input: ParsedInput,
): readonly string[] =>
  on ? on({ region, accountId: principal.accountId, principal }, input) : [];

const decideInAccount = (subject: Subject, request: PolicyRequest): Ruling =>
  decide(subject, { accountId: subject.accountId }, request);

/**
 * May the caller do something with a resource other than a key?
 * @param decideBy absent: it is a resource of the caller's account
 * @throws NoPermissionError
 */
export function authorizeResource(
  call: Call,
  now: Date,
  action: string,
  resource: string,
  decideBy = decideInAccount,
): void {
  const { principal } = call;
  const ruling = decideBy(principal, { action, resource, conditions: conditionsOf(call, now) });
  if (!ruling.allowed) throw noPermission(principal, action, resource, ruling);
}

/** The error for a decision, which must not depend on what the caller may not know. */
export const noPermission = (
  principal: Principal,
  action: string,
  resource: string,
  ruling: Pick<Ruling, 'decision' | 'policyType'>,
): NoPermissionError =>
  new NoPermissionError(action, detailOf(principal, action, resource, ruling));

const PRINCIPAL_TYPES = { account: 'Account', user: 'SubUser', role: 'AssumedRoleUser' } as const;

const detailOf = (
  { type, accountId, id, name, session }: Principal,
  authAction: string,
  authResource: string,
  { decision, policyType }: Pick<Ruling, 'decision' | 'policyType'>,
): AccessDeniedDetail => ({
  authAction,
  authResource,
  authPrincipalType: PRINCIPAL_TYPES[type],
  authPrincipalOwnerId: accountId,
  authPrincipalDisplayName: session ? `${name}:${session.name}` : id,
  noPermissionType: decision === 'ExplicitDeny' ? 'ExplicitDeny' : 'ImplicitDeny',
  policyType: policyType ?? 'AccountLevelIdentityBasedPolicy',
});
