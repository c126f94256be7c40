import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { isBearer } from '#domain/bearer.ts';
import { type Addresses, isFromOwnPage } from './browser-origin.ts';
import { isForGraphql } from './router.ts';
import type { Reply } from './send.ts';

/** How long a browser remembers a preflight. Chromium uses at most this time. */
const PREFLIGHT_SECONDS = 7_200;

const PREFLIGHT_HEADERS = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'authorization, content-type, accept',
  'access-control-max-age': String(PREFLIGHT_SECONDS),
  vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
};

/** Headers of answers that a page may read, besides those that every page may. */
const EXPOSED_HEADERS = 'x-request-id, retry-after';

const FORBIDDEN = 'This operation is forbidden by permission system.';

/**
 * Answers a request as `answer` does, and lets pages of allowed origins read the answer. Preflights
 * of these origins are answered here: they carry no credential, and need neither the caller nor the
 * database. Access-Control-Allow-Credentials is never sent, so no page of another origin can use a
 * cookie.
 */
export const answerAcrossOrigins = (
  message: IncomingMessage,
  allowedOrigins: ReadonlySet<string>,
  answer: () => Promise<Reply | undefined>,
): Promise<Reply | undefined> =>
  isForGraphql(message) ? answerReadably(message, allowedOrigins, answer) : answer();

async function answerReadably(
  message: IncomingMessage,
  allowedOrigins: ReadonlySet<string>,
  answer: () => Promise<Reply | undefined>,
): Promise<Reply | undefined> {
  const { origin = '' } = message.headers;
  const isAllowed = allowedOrigins.has(origin);
  if (isAllowed && isPreflight(message))
    return {
      status: 204,
      headers: { 'access-control-allow-origin': origin, ...PREFLIGHT_HEADERS },
    };
  const reply = await answer();
  return reply && { ...reply, headers: readableBy(origin, isAllowed, reply.headers) };
}

const readableBy = (
  origin: string,
  isAllowed: boolean,
  headers: OutgoingHttpHeaders = {},
): OutgoingHttpHeaders => ({
  ...headers,
  vary: headers.vary ? `Origin, ${headers.vary}` : 'Origin',
  ...(isAllowed && {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED_HEADERS,
  }),
});

/** Whether a browser asks if a page may send a request (Fetch standard, CORS-preflight request). */
export const isPreflight = ({ method, headers }: IncomingMessage): boolean =>
  method === 'OPTIONS' &&
  headers.origin !== undefined &&
  headers['access-control-request-method'] !== undefined;

/**
 * Why a page of another origin may not send this request, or undefined if the page is allowed. The
 * browser would only hide the answer: the request itself would be carried out. Clients that send no
 * Origin are not affected.
 */
export function faultOfOrigin(
  headers: IncomingHttpHeaders,
  allowedOrigins: ReadonlySet<string>,
  addresses: Addresses,
): string | undefined {
  const { origin, authorization, cookie } = headers;
  if (origin === undefined || origin === addresses.url || isFromOwnPage(headers, addresses))
    return undefined;
  if (origin === 'null')
    return `${FORBIDDEN} The page has no origin, such as a local file or a sandboxed frame: serve it from an http(s) address.`;
  if (!allowedOrigins.has(origin))
    return `${FORBIDDEN} Add the origin of the page to KEYWRIGHT_ALLOWED_ORIGINS, or set KEYWRIGHT_PUBLIC_URL if it is the address of this service behind a proxy.`;
  // An access key would be readable in the page, and a cookie is for our own pages only.
  if (authorization ? isBearer(authorization) : !cookie) return undefined;
  return `${FORBIDDEN} Pages of other origins must send a bearer token, and neither an access key nor a cookie.`;
}
