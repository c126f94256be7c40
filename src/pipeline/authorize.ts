import { NoPermissionError } from '#domain/errors.ts';
import { isAllowed } from '#domain/policy.ts';
import type { Attempt } from './attempt.ts';

/** May the caller perform the operation? @throws NoPermissionError */
export function authorize({ operation, call }: Pick<Attempt, 'operation' | 'call'>): void {
  if (operation.needsPermission !== false && !isAllowed(call.principal, operation.name))
    throw new NoPermissionError(operation.name);
}
