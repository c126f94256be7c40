import type { EncryptionContext } from '#domain/encryption-context.ts';
import { type AccessDeniedDetail, NoPermissionError } from '#domain/errors.ts';
import { decide, type Ruling } from '#domain/policy/decide.ts';
import type { Principal } from '#domain/principal.ts';
import type { Attempt, ParsedInput } from './attempt.ts';
import type { Call } from './call.ts';
import { conditionsOf } from './conditions.ts';
import { authorizeKey } from './key-access.ts';
import { type AnyOperation, actionOf, type KeyRule } from './operation.ts';

/** May the caller perform the operation on what its input names? @throws NoPermissionError, KeyNotFoundError */
export async function authorize(attempt: Attempt): Promise<void> {
  const { operation, call, input, now, target } = attempt;
  if (operation.needsPermission === false) return;
  if (operation.key && target)
    await authorizeKey(call, now, {
      action: actionOf(operation),
      ...target,
      rule: operation.key,
      encryptionContext: contextIn(operation.key, input),
    });
  for (const resource of resourcesOf(operation, call, input))
    authorizeResource(call, now, actionOf(operation), resource);
}

/** The encryption context that conditions of policies read. */
export const contextIn = (
  { context = 'encryptionContext' }: KeyRule,
  input: ParsedInput,
): EncryptionContext | undefined => input[context] as EncryptionContext | undefined;

/** The ARNs that an operation is checked on, besides its key. */
export const resourcesOf = (
  { on }: Pick<AnyOperation, 'on'>,
  { services: { region }, principal: { accountId } }: Call,
  input: ParsedInput,
): readonly string[] => (on ? on({ region, accountId }, input) : []);

/** May the caller do something with a resource of its account that is not a key? @throws NoPermissionError */
export function authorizeResource(call: Call, now: Date, action: string, resource: string): void {
  const { principal } = call;
  const { accountId } = principal;
  const conditions = conditionsOf(call, now);
  const ruling = decide(principal, { accountId }, { action, resource, conditions });
  if (!ruling.allowed)
    throw new NoPermissionError(action, detailOf(principal, action, resource, ruling));
}

const PRINCIPAL_TYPES = { account: 'Account', user: 'SubUser', role: 'AssumedRoleUser' } as const;

const detailOf = (
  { type, accountId, id, name, session }: Principal,
  authAction: string,
  authResource: string,
  { decision, policyType }: Ruling,
): AccessDeniedDetail => ({
  authAction,
  authResource,
  authPrincipalType: PRINCIPAL_TYPES[type],
  authPrincipalOwnerId: accountId,
  authPrincipalDisplayName: session ? `${name}:${session.name}` : id,
  noPermissionType: decision === 'ExplicitDeny' ? 'ExplicitDeny' : 'ImplicitDeny',
  policyType: policyType ?? 'AccountLevelIdentityBasedPolicy',
});
