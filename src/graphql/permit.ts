import { NoPermissionError } from '#domain/errors.ts';
import { isAllowed } from '#domain/policy.ts';
import type { Call } from '#pipeline/call.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import { alive } from '#store/read/as-of.ts';

/** Authorizes a read of the graph under an operation's name. @returns the account that it is bound to @throws NoPermissionError */
export function permitRead(
  { name, needsPermission }: Pick<AnyOperation, 'name' | 'needsPermission'>,
  call: Call,
): { accountId: string } {
  call.performed.push(name);
  const refusal =
    needsPermission !== false && !isAllowed(call.principal, name)
      ? new NoPermissionError(name)
      : undefined;
  call.services.meter.operation(call.surface, name, refusal?.code ?? 'Done');
  if (refusal) throw refusal;
  return { accountId: call.principal.accountId };
}

/**
 * The same for a read of keys. @returns the filter that the read must carry: without it `node(id:)` would read across
 * accounts, and show keys that are destroyed. @throws NoPermissionError
 */
export const permit = (operation: Pick<AnyOperation, 'name' | 'needsPermission'>, call: Call) => ({
  ...permitRead(operation, call),
  ...alive(call.services.clock()),
});
