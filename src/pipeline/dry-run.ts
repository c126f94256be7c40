import { FieldError, KmsError } from '#domain/errors.ts';
import { flag } from './fields.ts';
import type { AnyOperation } from './operation.ts';

/** The answer to a dry run that would have worked. Nothing was done. */
export class DryRunOperationError extends KmsError {
  constructor() {
    super('DryRunOperationError', 'The request would have succeeded, but DryRun is set.');
  }
}

/** Whether an input, parsed or not, asks an operation that offers it for a dry run. */
export const isDryRun = (
  operation: Pick<AnyOperation, 'dryRun'>,
  { dryRun }: { readonly dryRun?: unknown },
): boolean => operation.dryRun === true && flag.safeParse(dryRun).data === true;

/** An error as a dry run reports it: the API has its own codes for bad input and a missing permission. */
export function toDryRunError(error: unknown): unknown {
  if (!(error instanceof KmsError)) return error;
  if (error.code === 'Forbidden.NoPermission')
    return new KmsError('AccessDeniedError', error.message);
  return error instanceof FieldError
    ? new FieldError('ValidationError', error.field, error.messageFor)
    : error;
}
