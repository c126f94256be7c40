import {
  ClientDisconnectedError,
  NonceUsedError,
  ServiceUnavailableError,
} from '#domain/errors.ts';
import { ConflictError } from '#store/commit/write-set.ts';
import type { Attempt } from './attempt.ts';
import { auditEntry } from './audit.ts';
import { commitWithNonce } from './commit-with-nonce.ts';
import { isAudited } from './operation.ts';
import { errorCodeOf } from './outcome.ts';

/**
 * Records a refusal in the audit; nothing of what was to be written is.
 * @returns the error for the caller
 * @throws ServiceUnavailableError where the refusal cannot be recorded
 */
export async function refuse(attempt: Attempt, error: unknown): Promise<unknown> {
  const { operation, call, target, others } = attempt;
  // What was unwrapped for a use that came too late must not stay in memory for the next one.
  if (error instanceof ConflictError)
    call.services.materials.drop([target?.found, ...others].flatMap((key) => key?.id ?? []));
  if (isSettled(error)) return error;
  const keyId = target?.found?.id ?? null;
  const rows = isAudited(operation) ? [auditEntry(attempt, errorCodeOf(error), { keyId })] : [];
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
