import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Registry } from 'prom-client';
import { isLoopback } from '#domain/loopback.ts';
import type { SecretBytes } from '#domain/secret-bytes.ts';
import { sha256 } from '#domain/sha256.ts';
import { type Exchange, type Handler, jsonReply, type Reply } from '#http/send.ts';
import type { GuessLimiter } from '#identity/guess-limiter.ts';

/** Who may read the metrics. */
export interface MetricsAccess {
  /** Host or address on which this server listens. */
  readonly host: string;
  readonly token?: SecretBytes | undefined;
  readonly guesses: GuessLimiter;
  /**
   * Whether the Host header names this server. It does not for a page that made its own name
   * resolve to this server.
   */
  readonly isOurHost: (headers: IncomingHttpHeaders) => boolean;
}

/**
 * The page that Prometheus scrapes. If KEYWRIGHT_METRICS_TOKEN is set, it needs that token.
 * Otherwise it is served only on a loopback address and under the server's own name, because the
 * metrics show who does what how often.
 * @param read the metrics in Prometheus' text format
 */
export function metricsPage(read: () => Promise<string>, access: MetricsAccess): Handler {
  return async ({ method, headers }, exchange) => {
    if (method !== 'GET') return jsonReply(405, { message: 'Use GET to read the metrics.' });
    const refusal = await refusalOf(access, headers, exchange);
    if (refusal) return refusal;
    return {
      status: 200,
      headers: { 'content-type': Registry.PROMETHEUS_CONTENT_TYPE },
      body: await read(),
    };
  };
}

/** @throws TooManyAttemptsError */
async function refusalOf(
  { token, host, isOurHost, guesses }: MetricsAccess,
  headers: IncomingHttpHeaders,
  exchange: Exchange,
): Promise<Reply | undefined> {
  if (token)
    return (await isRightToken(token, headers.authorization, guesses, exchange))
      ? undefined
      : jsonReply(401, {
          message: 'Send the metrics token (KEYWRIGHT_METRICS_TOKEN) as a bearer token.',
        });
  if (!isLoopback(host))
    return jsonReply(401, {
      message: 'Set KEYWRIGHT_METRICS_TOKEN, and send it as a bearer token.',
    });
  if (!isOurHost(headers))
    return jsonReply(403, { message: 'The Host header does not name this service.' });
  return undefined;
}

/** @throws TooManyAttemptsError */
async function isRightToken(
  token: SecretBytes,
  authorization = '',
  guesses: GuessLimiter,
  { client, authenticated }: Exchange,
): Promise<boolean> {
  const attempt = { guessed: 'metricsToken', address: client.address } as const;
  await guesses.check(attempt);
  const [, sent] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  const isRight = timingSafeEqual(sha256(sent ?? ''), sha256(token.bytes));
  if (isRight) authenticated();
  else if (sent !== undefined) await guesses.failed(attempt);
  return isRight;
}
