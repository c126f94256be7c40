import { FieldError, KmsError } from '#domain/errors.ts';
import { flag } from './fields.ts';
import type { AnyOperation } from './operation.ts';

/** Thrown at the end of a dry run that would have succeeded. Nothing was done. */
export class DryRunOperationError extends KmsError {
  constructor() {
    super('DryRunOperationError', 'The request would have succeeded, but DryRun is set.');
  }
}

/** Whether an input, parsed or not, requests a dry run from an operation that offers it. */
export const isDryRun = (
  operation: Pick<AnyOperation, 'dryRun'>,
  { dryRun }: { readonly dryRun?: unknown },
): boolean =>
  // Most requests do not have it, and to parse what is not there would cost as much as to parse it.
  operation.dryRun === true && dryRun !== undefined && flag.safeParse(dryRun).data === true;

/** Converts an error to the one a dry run returns: the API has special codes for invalid input and missing permissions. */
export function toDryRunError(error: unknown): unknown {
  if (!(error instanceof KmsError)) return error;
  if (error.code === 'Forbidden.NoPermission')
    return new KmsError('AccessDeniedError', error.message);
  return error instanceof FieldError
    ? new FieldError('ValidationError', error.field, error.messageFor)
    : error;
}
