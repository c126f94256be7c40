import { ClientDisconnectedError, KmsError, ServiceUnavailableError } from '#domain/errors.ts';
import type { Logger } from '#log/log.ts';
import { BodyTooLargeError } from './read-body.ts';
import { jsonReply, type Reply } from './send.ts';

/**
 * Answer to an error that a handler did not answer itself. Unknown errors are bugs: they go to the
 * log, and the client learns nothing of them.
 * @returns undefined where the client disconnected
 */
export function failureReply(error: unknown, log: Logger): Reply | undefined {
  if (error instanceof ClientDisconnectedError) return undefined;
  if (error instanceof ServiceUnavailableError) return jsonReply(503, { message: error.message });
  if (error instanceof KmsError && 'retryAfterSeconds' in error)
    return {
      ...jsonReply(
        429,
        { message: error.message },
        { 'retry-after': String(error.retryAfterSeconds) },
      ),
      log: { code: error.code },
    };
  if (error instanceof BodyTooLargeError)
    return jsonReply(413, { message: 'The body is too large.' });
  log.error({ error }, 'bug');
  return jsonReply(500, { message: 'Internal failure.' });
}
