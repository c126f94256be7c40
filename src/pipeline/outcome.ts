import { ClientDisconnectedError, InternalFailureError, KmsError } from '#domain/errors.ts';

/** How an operation that succeeded is recorded. */
export const DONE = 'Done';

/** How an error is named in the audit row, the log and the metrics. */
export function errorCodeOf(error: unknown): string {
  if (error instanceof ClientDisconnectedError) return 'ClientGone';
  return error instanceof KmsError ? error.code : new InternalFailureError().code;
}
