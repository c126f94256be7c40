import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { GuessLimiter } from '#identity/guess-limiter.ts';
import { metricsPage } from '#metrics/metrics-page.ts';
import { caller, refusalOf, SURFACES } from '../support/caller.ts';
import { onPostgresql } from '../support/database.ts';
import { rawRequest } from '../support/http.ts';
import { type Kms, makeDataDir, startKms } from '../support/kms.ts';
import { startProcess } from '../support/process.ts';
import { callV1 } from '../support/rpc-client.ts';

const NOBODY = {
  signal: new AbortController().signal,
  client: { address: '127.0.0.1', isSecure: false, userAgent: '' },
  authenticated() {},
  received() {},
};

const access = (host: string) => ({
  host,
  guesses: new GuessLimiter(() => new Date()),
  isOurHost: () => true,
});

const scrape = async ({ url }: Pick<Kms, 'url'>, headers: [string, string][] = []) =>
  rawRequest(url, { path: '/metrics', headers });

/** The value of one series; labels in any order. */
function seriesOf(
  text: string,
  name: string,
  labels: Readonly<Record<string, string>>,
): number | undefined {
  const line = text
    .split('\n')
    .find(
      (one) =>
        one.startsWith(`${name}{`) &&
        Object.entries(labels).every(([label, value]) => one.includes(`${label}="${value}"`)),
    );
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

describe('The metrics', () => {
  it('count operations by surface and code, reads by permission too, and how long they took', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    for (const surface of SURFACES) {
      const as = caller(surface, kms, account);
      await as.createKey();
      await refusalOf(as.createKey({ protectionLevel: 'HSM' }));
      await as.listKeyIds();
    }
    const { text, headers } = await scrape(kms);
    expect(headers['content-type']).toMatch(/^text\/plain/);
    for (const surface of SURFACES) {
      const count = (operation: string, code: string) =>
        seriesOf(text, 'keywright_operations_total', { surface, operation, code });
      expect([
        surface,
        count('CreateKey', 'Done'),
        count('CreateKey', 'Unsupported.ProtectionLevel'),
        count('ListKeys', 'Done'),
      ]).toEqual([surface, 1, 1, 1]);
      expect(
        seriesOf(text, 'keywright_operation_duration_seconds_count', {
          surface,
          operation: 'CreateKey',
        }),
      ).toBe(2);
    }
  });

  it('tell what runs, and how many keys there are in each state, those that are due as what they are by now', async () => {
    let now = new Date('2026-12-01T00:00:00Z');
    await using kms = await startKms({
      clock: () => now,
      settings: { KEYWRIGHT_REPLICA_NAME: 'blue' },
    });
    const account = await kms.addAccount();
    const as = caller('rpc', kms, account);
    const keyIds = [];
    for (let index = 0; index < 5; index += 1) keyIds.push((await as.createKey()).keyId);
    await as.createKey({ origin: 'EXTERNAL' });
    await as.act('DisableKey', { keyId: keyIds[0] });
    await as.act('ScheduleKeyDeletion', { keyId: keyIds[1], pendingWindowInDays: 7 });
    const keysBy = async () => {
      const { text } = await scrape(kms);
      const states = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport'];
      expect(
        seriesOf(text, 'keywright_build_info', {
          version: '0.1.0',
          database: onPostgresql ? 'postgresql' : 'sqlite',
          replica: 'blue',
        }),
      ).toBe(1);
      return states.map((state) => seriesOf(text, 'keywright_keys', { state }));
    };
    expect(await keysBy()).toEqual([3, 1, 1, 1]);
    now = new Date('2026-12-08T00:00:00Z');
    expect(await keysBy()).toEqual([3, 1, 0, 1]);
  });

  it('count callers who were refused, and take no label from what they sent', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    await callV1(kms, { ...account, secret: 'wrong' }, 'ListKeys');
    await callV1(kms, { ...account, id: 'nobody-we-know' }, 'ListKeys');
    await callV1(kms, account, 'NoSuchAction');
    await rawRequest(kms.url, {
      method: 'POST',
      path: '/graphql',
      headers: [['content-type', 'application/json']],
      body: '{}',
    });
    await rawRequest(kms.url, {
      method: 'POST',
      path: '/graphql',
      headers: [['content-type', 'text/plain']],
      body: '{}',
    });
    const { text } = await scrape(kms);
    const refused = (surface: string, code: string) =>
      seriesOf(text, 'keywright_refused_requests_total', { surface, code });
    expect(refused('rpc', 'SignatureDoesNotMatch')).toBe(1);
    expect(refused('rpc', 'InvalidAccessKeyId.NotFound')).toBe(1);
    expect(refused('rpc', 'InvalidAction.NotFound')).toBe(1);
    expect(refused('graphql', 'Unauthenticated')).toBe(1);
    expect(refused('graphql', 'BAD_REQUEST')).toBe(1);
    expect(text).not.toMatch(/nobody-we-know|NoSuchAction/);
  });

  it('tell of caches, jobs and connections', async () => {
    await using kms = await startKms();
    const as = caller('rpc', kms, await kms.addAccount());
    const { keyId } = await as.createKey();
    await as.encrypt(keyId, Buffer.from('x'));
    await as.encrypt(keyId, Buffer.from('x'));
    const { text } = await scrape(kms);
    expect(seriesOf(text, 'keywright_cache_entries', { cache: 'materials' })).toBe(1);
    expect(seriesOf(text, 'keywright_cache_hits_total', { cache: 'materials' })).toBe(1);
    expect(seriesOf(text, 'keywright_cache_misses_total', { cache: 'materials' })).toBe(1);
    expect(text).toMatch(/^keywright_job_runs_total\{job="sweep-expired",outcome="done"\} /m);
    if (onPostgresql)
      expect(
        seriesOf(text, 'keywright_database_connections', { pool: 'writer', state: 'idle' }),
      ).toBeGreaterThanOrEqual(1);
  });

  it('of a process have its memory and its event loop', async () => {
    await using server = await startProcess({
      KEYWRIGHT_DATA_DIR: makeDataDir({ migrated: false }),
    });
    const { text } = await scrape(server);
    // By their types: a process that has just started may not have collected any garbage yet.
    for (const name of [
      'process_resident_memory_bytes',
      'nodejs_eventloop_lag_seconds',
      'nodejs_gc_duration_seconds',
    ])
      expect(text).toMatch(new RegExp(`^# TYPE ${name} (gauge|histogram)$`, 'm'));
  });

  it('are for who brings the token, where there is one', async () => {
    const token = 'a-token-for-prometheus';
    await using kms = await startKms({ settings: { KEYWRIGHT_METRICS_TOKEN: token } });
    expect((await scrape(kms)).status).toBe(401);
    expect((await scrape(kms, [['authorization', 'Bearer another-token-of-it']])).status).toBe(401);
    expect((await scrape(kms, [['authorization', `Bearer ${token}`]])).status).toBe(200);
    expect((await rawRequest(kms.url, { method: 'POST', path: '/metrics' })).status).toBe(405);
  });

  it('are not for everybody where the server listens beyond this machine', async () => {
    const request = { method: 'GET', headers: {} } as IncomingMessage;
    for (const host of ['0.0.0.0', '::', '192.0.2.1', 'kms.example.com'])
      expect((await metricsPage(async () => '', access(host))(request, NOBODY)).status).toBe(401);
    for (const host of ['127.0.0.1', '::1', 'localhost'])
      expect((await metricsPage(async () => '', access(host))(request, NOBODY)).status).toBe(200);
  });
});
