import { FieldError, KmsError } from '#domain/errors.ts';
import { flag } from './fields.ts';

/** The answer to a dry run that would have worked. Nothing was done. */
export class DryRunOperationError extends KmsError {
  constructor() {
    super('DryRunOperationError', 'The request would have succeeded, but DryRun is set.');
  }
}

/** Whether an input, parsed or not, asks for a dry run. */
export const isDryRun = ({ dryRun }: { readonly dryRun?: unknown }): boolean =>
  flag.safeParse(dryRun).data === true;

/** How a dry run tells a failure: the API has words of its own for bad input and for a missing permission. */
export function toDryRunError(error: unknown): unknown {
  if (!(error instanceof KmsError)) return error;
  if (error.code === 'Forbidden.NoPermission')
    return new KmsError('AccessDeniedError', error.message);
  return error instanceof FieldError
    ? new FieldError('ValidationError', error.field, error.messageFor)
    : error;
}
