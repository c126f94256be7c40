import type { IncomingMessage } from 'node:http';
import { KmsError, ServiceUnavailableError, ThrottlingError } from '#domain/errors.ts';
import type { Addresses } from '#http/browser-origin.ts';
import { faultOfOrigin, isPreflight } from '#http/cross-origin.ts';
import { BodyTooLargeError } from '#http/read-body.ts';
import { jsonReply, type Reply } from '#http/send.ts';
import {
  InvalidBearerError,
  SecurityTokenError,
  UnauthenticatedError,
} from '#identity/authentication-errors.ts';
import { TooManyAttemptsError } from '#identity/guess-limiter.ts';
import type { TRANSPORT_CODES } from './error-codes.ts';

/**
 * The answer to a request of a wrong form or of a page of another origin; undefined for any other. A preflight gets the
 * reason why its origin is not allowed, and not that its method is wrong.
 */
export function refusalOfForm(
  message: IncomingMessage,
  requestId: string,
  allowedOrigins: ReadonlySet<string>,
  addresses: Addresses,
): Reply | undefined {
  const { method, headers } = message;
  const fault = faultOfOrigin(headers, allowedOrigins, addresses);
  const ofOrigin =
    fault === undefined ? undefined : refusal(403, 'Forbidden.NoPermission', fault, requestId);
  if (ofOrigin && isPreflight(message)) return ofOrigin;
  if (method !== 'POST')
    return refusal(405, 'BAD_REQUEST', notByMethod(method), requestId, { allow: 'POST' });
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? ''))
    return refusal(415, 'BAD_REQUEST', 'Send the query as application/json.', requestId);
  return ofOrigin;
}

/** The answer to an error before the query ran. @throws an error that is a bug */
export function refusalOf(error: unknown, requestId: string, maxBodyBytes: number): Reply {
  if (error instanceof BodyTooLargeError)
    return refusal(413, 'BAD_REQUEST', `Send at most ${maxBodyBytes} bytes.`, requestId);
  if (error instanceof InvalidBearerError)
    return refusal(401, 'Unauthenticated', error.message, requestId, {
      'www-authenticate': 'Bearer error="invalid_token"', // RFC 6750 §3.1
    });
  if (error instanceof UnauthenticatedError)
    return refusal(401, 'Unauthenticated', error.message, requestId);
  if (error instanceof SecurityTokenError)
    return refusal(401, error.code, error.message, requestId);
  if (error instanceof TooManyAttemptsError)
    return refusal(429, error.code, error.message, requestId, {
      'retry-after': String(error.retryAfterSeconds),
    });
  if (error instanceof ServiceUnavailableError)
    return refusal(503, error.code, error.message, requestId);
  if (error instanceof ThrottlingError)
    return refusal(429, error.code, error.message, requestId, {
      'retry-after': String(Math.ceil(error.retryAfterMilliseconds / 1_000)),
    });
  if (error instanceof KmsError) return refusal(403, error.code, error.message, requestId);
  throw error;
}

const notByMethod = (method = ''): string =>
  `Send GraphQL requests by POST with a JSON body; this one came by ${method}.${method === 'GET' ? ' In urql set preferGetMethod: false.' : ''}`;

/** An answer to a request that never became a query. */
export function refusal(
  status: number,
  code: (typeof TRANSPORT_CODES)[number] | KmsError['code'],
  message: string,
  requestId: string,
  headers = {},
): Reply {
  const body = { errors: [{ message, extensions: { code, requestId } }] };
  return {
    ...jsonReply(status, body, { 'x-request-id': requestId, ...headers }),
    log: { requestId, code },
  };
}
