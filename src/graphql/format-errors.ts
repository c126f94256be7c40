import type { ExecutionResult } from 'graphql';
import { ClientDisconnectedError, type KmsError } from '#domain/errors.ts';
import type { CallLog } from '#pipeline/call.ts';
import { toGraphqlError } from './errors.ts';

const UNAVAILABLE: KmsError['code'] = 'ServiceUnavailableTemporary';

const isNothing = (data: unknown): boolean =>
  Object.values(data ?? {}).every((value) => value === null);

interface ErrorContext {
  readonly requestId: string;
  /** The codes of the answer's errors, for the request log. */
  readonly codes: unknown[];
}

/** The result with the errors as the caller gets them. Adds their codes to the context, for the request log. */
export function formatErrors<Result extends ExecutionResult>(
  result: Result,
  { requestId, codes }: ErrorContext,
  log: CallLog,
): Result {
  if (!result.errors) return result;
  const errors = result.errors.map((error) =>
    toGraphqlError(
      error,
      requestId,
      (bug) =>
        bug instanceof ClientDisconnectedError || log.error({ requestId, error: bug }, 'bug'),
    ),
  );
  codes.push(...errors.map(({ extensions }) => extensions.code));
  const [first] = errors;
  // Nothing was done, and nothing could be: proxies and monitors understand the status.
  if (
    first &&
    isNothing(result.data) &&
    errors.every(({ extensions }) => extensions.code === UNAVAILABLE)
  )
    first.extensions.http = { status: 503 };
  return { ...result, errors };
}
