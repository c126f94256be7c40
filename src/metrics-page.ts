import { createHash, timingSafeEqual } from 'node:crypto';
import type { Registry } from 'prom-client';
import type { SecretBytes } from '#domain/secret-bytes.ts';
import { type Handler, jsonReply } from '#http/send.ts';
import { isLoopback } from './loopback.ts';
import type { Metrics } from './metrics.ts';

const sha256 = (text: string | Uint8Array): Buffer => createHash('sha256').update(text).digest();

/**
 * What Prometheus reads. With a token (KEYWRIGHT_METRICS_TOKEN) for who brings it as a bearer; without one only where
 * this server listens on a loopback address, since the figures tell strangers who does what how often.
 */
export function metricsPage(metrics: Metrics, others: readonly Registry[], host: string, token: SecretBytes | undefined): Handler {
  return async ({ method, headers }) => {
    if (method !== 'GET') return jsonReply(405, { message: 'Metrics are read by GET.' });
    const [, given = ''] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
    const allowed = token ? timingSafeEqual(sha256(given), sha256(token.bytes)) : isLoopback(host);
    if (!allowed) return jsonReply(401, { message: 'Set KEYWRIGHT_METRICS_TOKEN, and send it as a bearer token.' });
    return { status: 200, headers: { 'content-type': metrics.contentType }, body: await metrics.text(...others) };
  };
}
