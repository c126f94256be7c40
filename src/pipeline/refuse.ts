import {
  ClientDisconnectedError,
  KmsError,
  NonceUsedError,
  ServiceUnavailableError,
} from '#domain/errors.ts';
import { ConflictError } from '#store/commit/write-set.ts';
import type { Attempt } from './attempt.ts';
import { auditEntries } from './audit.ts';
import { commitWithNonce } from './commit-with-nonce.ts';
import { isAudited } from './operation.ts';
import { errorCodeOf } from './outcome.ts';

/**
 * Records a refusal in the audit; nothing of what was to be written is.
 * @param isLast after a conflict there is no further attempt
 * @returns the error for the caller
 * @throws ServiceUnavailableError where the refusal cannot be recorded
 */
export async function refuse(attempt: Attempt, cause: unknown, isLast: boolean): Promise<unknown> {
  const { operation, call, involved } = attempt;
  // What was unwrapped for a use that came too late must not stay in memory for the next one.
  if (cause instanceof ConflictError)
    call.services.materials.drop(involved.map(({ key }) => key.id));
  const isOutOfAttempts = cause instanceof ConflictError && isLast;
  if (isSettled(cause) && !isOutOfAttempts) return cause;
  const error = isOutOfAttempts ? new ServiceUnavailableError() : cause;
  if (call.readLog && error instanceof KmsError && !isAudited(operation)) {
    call.readLog.note(operation.name, error, involved[0]?.key.id ?? null);
    return error;
  }
  const rows = isAudited(operation, call.services.auditReads)
    ? auditEntries(attempt, errorCodeOf(error))
    : [];
  await commitWithNonce(call, rows);
  return error;
}

/**
 * Errors of the commit itself: it was tried with its audit row, or will be tried again. A client
 * that disconnected leaves nothing.
 */
const isSettled = (error: unknown): boolean =>
  error instanceof ConflictError ||
  error instanceof ClientDisconnectedError ||
  error instanceof ServiceUnavailableError ||
  error instanceof NonceUsedError;
