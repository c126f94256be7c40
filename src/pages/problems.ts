import { ServiceUnavailableError } from '#domain/errors.ts';
import { BodyTooLargeError } from '#http/read-body.ts';
import { jsonReply, type Reply } from '#http/send.ts';
import { InvalidBearerError } from '#identity/authentication-errors.ts';
import { TooManyAttemptsError } from '#identity/guess-limiter.ts';

/** The statuses of refused requests, and the codes that GraphQL has for them too. */
const CODES = {
  400: 'BAD_REQUEST',
  401: 'Unauthenticated',
  403: 'Forbidden.NoPermission',
  413: 'BAD_REQUEST',
  415: 'BAD_REQUEST',
} as const;

/** A request of a page is refused. */
export class PageProblem extends Error {
  readonly status: keyof typeof CODES;

  constructor(status: keyof typeof CODES, message: string) {
    super(message);
    this.status = status;
  }
}

/** The answer to an error of a request that a page's script has sent. @throws an error that is a bug */
export function problemReply(error: unknown, requestId: string, maxBodyBytes: number): Reply {
  const answer = (status: number, code: string, message: string, headers = {}): Reply => ({
    ...jsonReply(status, { code, message, requestId }, { 'x-request-id': requestId, ...headers }),
    log: { requestId, code },
  });
  const refuse = (status: keyof typeof CODES, message: string) =>
    answer(status, CODES[status], message);
  if (error instanceof PageProblem) return refuse(error.status, error.message);
  if (error instanceof InvalidBearerError) return refuse(401, error.message);
  if (error instanceof BodyTooLargeError) return refuse(413, `Send at most ${maxBodyBytes} bytes.`);
  if (error instanceof TooManyAttemptsError)
    return answer(429, error.code, error.message, {
      'retry-after': String(error.retryAfterSeconds),
    });
  if (error instanceof ServiceUnavailableError) return answer(503, error.code, error.message);
  throw error;
}
