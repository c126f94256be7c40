import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Registry } from 'prom-client';
import type { SecretBytes } from '#domain/secret-bytes.ts';
import { isLoopback } from '#http/loopback.ts';
import { type Exchange, type Handler, jsonReply } from '#http/send.ts';
import type { GuessLimiter } from '#identity/guess-limiter.ts';
import type { Metrics } from './metrics.ts';

const sha256 = (text: string | Uint8Array): Buffer => createHash('sha256').update(text).digest();

export interface MetricsAccess {
  /** Where this server listens. */
  readonly host: string;
  readonly token?: SecretBytes | undefined;
  readonly guesses: GuessLimiter;
  /** Whether a request came under a name of this server: pages that made another name point here must not read it. */
  readonly isOurHost: (headers: IncomingHttpHeaders) => boolean;
}

/**
 * What Prometheus reads. With a token (KEYWRIGHT_METRICS_TOKEN) for who brings it as a bearer; without one only where
 * this server listens on a loopback address, under its own name, since the figures tell strangers who does what how often.
 */
export function metricsPage(
  metrics: Metrics,
  others: readonly Registry[],
  access: MetricsAccess,
): Handler {
  return async ({ method, headers }, exchange) => {
    if (method !== 'GET') return jsonReply(405, { message: 'Read metrics by GET.' });
    const { token, host, isOurHost } = access;
    if (token) {
      if (!(await isBearer(token, headers.authorization, access.guesses, exchange)))
        return jsonReply(401, {
          message: 'Send the metrics token (KEYWRIGHT_METRICS_TOKEN) as a bearer token.',
        });
    } else {
      if (!isLoopback(host))
        return jsonReply(401, {
          message: 'Set KEYWRIGHT_METRICS_TOKEN, and send it as a bearer token.',
        });
      if (!isOurHost(headers))
        return jsonReply(403, { message: 'This address is not one of this service.' });
    }
    return {
      status: 200,
      headers: { 'content-type': metrics.contentType },
      body: await metrics.text(...others),
    };
  };
}

/** @throws TooManyAttemptsError */
async function isBearer(
  token: SecretBytes,
  authorization = '',
  guesses: GuessLimiter,
  { client, authenticated }: Exchange,
): Promise<boolean> {
  const attempt = { guessed: 'metricsToken', address: client.address } as const;
  await guesses.check(attempt);
  const [, given] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  const isRight = timingSafeEqual(sha256(given ?? ''), sha256(token.bytes));
  if (isRight) authenticated();
  else if (given !== undefined) await guesses.failed(attempt);
  return isRight;
}
