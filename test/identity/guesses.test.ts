import { afterEach, describe, expect, it, vi } from 'vitest';
import { GuessLimiter, type TooManyAttemptsError } from '#identity/guess-limiter.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { rawRequest } from '../support/http.ts';
import { type Credential, type Kms, startKms } from '../support/kms.ts';
import { callV1, commonV1, signV1 } from '../support/rpc-client.ts';

const PROXIED = { KEYWRIGHT_TRUSTED_PROXIES: '127.0.0.1' };
const QUERY = { query: '{ accountStatus }' };

/** Calls as if they came from elsewhere, by a proxy that is trusted. */
function from(address: string, kms: Kms) {
  const forwarded = { 'x-forwarded-for': address };
  return {
    basic: async (credential: Credential) =>
      (await postGraphql(kms, credential, QUERY, forwarded)).status,
    rpc: async (credential: Credential) => {
      const params = new URLSearchParams(
        signV1('GET', commonV1(credential, 'ListKeys'), credential.secret),
      );
      const { status, json } = await rawRequest(kms.url, {
        path: `/?${params}`,
        headers: Object.entries(forwarded),
      });
      return status === 200 ? 'ok' : String(json.Code);
    },
    post: (path: string, body: string) =>
      rawRequest(kms.url, {
        method: 'POST',
        path,
        body,
        headers: Object.entries({
          'content-type': 'application/json',
          'sec-fetch-site': 'same-origin',
          ...forwarded,
        }),
      }),
  };
}

async function repeat<T>(times: number, call: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let index = 0; index < times; index += 1) results.push(await call());
  return results;
}

const wrong = (credential: Credential): Credential => ({ ...credential, secret: 'a-wrong-secret' });

afterEach(() => void vi.useRealTimers());

describe('Guessing the secret of an access key', () => {
  it('is answered with 429 and when to come back, by Basic', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const statuses = await repeat(
      12,
      async () => (await postGraphql(kms, wrong(account), QUERY)).status,
    );
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
    const reply = await rawRequest(kms.url, {
      method: 'POST',
      path: '/graphql',
      headers: [
        [
          'authorization',
          `Basic ${Buffer.from(`${account.id}:${account.secret}`).toString('base64')}`,
        ],
        ['content-type', 'application/json'],
      ],
      body: '{}',
    });
    // Also with the right secret, or the answer would say that it is.
    expect([reply.status, Number(reply.headers['retry-after'])]).toEqual([429, expect.any(Number)]);
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
    expect(reply.json).toMatchObject({ errors: [{ extensions: { code: 'Throttling.User' } }] });
  });

  // The parameters in a form are read after the access key was checked, those in a query with it.
  it.each(['query', 'form'] as const)(
    'is answered with Throttling.User by RPC, before the signature is computed, in a %s',
    async (placement) => {
      await using kms = await startKms();
      const account = await kms.addAccount();
      const call = (credential: Credential) =>
        callV1(kms, credential, 'ListKeys', {}, { placement });
      const codes = await repeat(12, async () => (await call(wrong(account))).json.Code);
      expect(codes).toEqual([
        ...Array<string>(10).fill('SignatureDoesNotMatch'),
        'Throttling.User',
        'Throttling.User',
      ]);
      const { status, text } = await call(account);
      expect([status, text.includes('string to sign')]).toEqual([400, false]);
    },
  );

  it('locks out neither its owner elsewhere nor others at the same address', async () => {
    await using kms = await startKms({ settings: PROXIED });
    const [owner, neighbor] = [await kms.addAccount(), await kms.addAccount()];
    const stranger = from('203.0.113.66', kms);
    expect(await repeat(12, () => stranger.rpc(wrong(owner)))).toContain('Throttling.User');
    expect(await from('198.51.100.1', kms).rpc(owner)).toBe('ok');
    expect(await stranger.rpc(neighbor)).toBe('ok');
  });

  it('locks its owner out of no address from which the right secret came within a day', async () => {
    let now = new Date('2026-12-01T00:00:00Z');
    await using kms = await startKms({ settings: PROXIED, clock: () => now });
    const owner = await kms.addAccount();
    const office = from('198.51.100.1', kms);
    expect(await office.basic(owner)).toBe(200);
    // A neighbor behind the same address: the owner's pair has a larger count of its own.
    expect(await repeat(20, () => office.basic(wrong(owner)))).toEqual(Array<number>(20).fill(401));
    expect(await office.basic(owner)).toBe(200);
    now = new Date('2026-12-02T00:00:01Z');
    expect(await repeat(12, () => office.basic(wrong(owner)))).toContain(429);
  });

  it('stays possible for the owner however often a neighbor fails', async () => {
    const limiter = new GuessLimiter(() => new Date());
    const pair = { guessed: 'secret', address: '198.51.100.1', accessKeyId: 'owner' } as const;
    limiter.succeeded(pair);
    const failures = await Promise.allSettled(
      Array.from({ length: 1_200 }, () => limiter.failed(pair)),
    );
    expect(failures.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(100);
    await limiter.check(pair);
  });
});

describe('Guessing', () => {
  it('access key ids is counted by address, and an IPv6 network is one', async () => {
    await using kms = await startKms({ settings: PROXIED });
    const account = await kms.addAccount();
    let number = 0;
    const nobody = () => ({ accountId: '', id: `nobody-${++number}`, secret: 'x' });
    const addressOf = () => `2001:db8:1:2::${number.toString(16)}`;
    const codes = await repeat(60, () => from(addressOf(), kms).rpc(nobody()));
    expect(codes.slice(0, 50)).toEqual(Array<string>(50).fill('InvalidAccessKeyId.NotFound'));
    expect(codes.slice(50)).toEqual(Array<string>(10).fill('Throttling.User'));
    expect(await from('2001:db8:1:3::1', kms).rpc(nobody())).toBe('InvalidAccessKeyId.NotFound');
    expect(await from('2001:db8:1:2::1', kms).rpc(account)).toBe('ok'); // a caller with a credential is not guessing
  });

  it('sign-in links and the metrics token is answered with 429', async () => {
    const token = 'the-token-of-prometheus';
    await using kms = await startKms({ settings: { ...PROXIED, KEYWRIGHT_METRICS_TOKEN: token } });
    const { post } = from('203.0.113.66', kms);
    const statuses = await repeat(
      22,
      async () => (await post('/sign-in', '{"token":"xxx"}')).status,
    );
    expect(statuses).toEqual([...Array<number>(20).fill(401), 429, 429]);
    const scrape = async (given: string) =>
      rawRequest(kms.url, {
        path: '/metrics',
        headers: [
          ['authorization', `Bearer ${given}`],
          ['x-forwarded-for', '203.0.113.67'],
        ],
      });
    const scrapes = await repeat(22, () => scrape('another-token'));
    expect(scrapes.map(({ status }) => status)).toEqual([...Array<number>(20).fill(401), 429, 429]);
    expect(Number(scrapes.at(-1)?.headers['retry-after'])).toBeGreaterThan(0);
    const { text } = await rawRequest(kms.url, {
      path: '/metrics',
      headers: [['authorization', `Bearer ${token}`]],
    });
    expect(text).toContain('keywright_refused_requests_total');
  });

  it('is in the log, with address and access key id; a value that is not an id is left out', async () => {
    const lines: string[] = [];
    await using kms = await startKms({ settings: PROXIED, log: (line) => lines.push(line) });
    const account = await kms.addAccount();
    const stranger = from('203.0.113.66', kms);
    await stranger.rpc(wrong(account));
    await stranger.basic(wrong(account));
    await stranger.rpc({ ...account, id: 'a plaintext, not an id' });
    const requests = lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ msg }) => msg === 'request');
    expect(requests).toMatchObject([
      { address: '203.0.113.66', accessKeyId: account.id, code: 'SignatureDoesNotMatch' },
      { address: '203.0.113.66', accessKeyId: account.id, code: 'Unauthenticated' },
      { address: '203.0.113.66', code: 'InvalidAccessKeyId.NotFound' },
    ]);
    expect(lines.join('')).not.toContain('plaintext');
  });

  it('is blocked for twice as long each time within an hour, and for a quarter of an hour at most', async () => {
    vi.useFakeTimers();
    const limiter = new GuessLimiter(() => new Date());
    const attempt = { guessed: 'secret', address: '203.0.113.66', accessKeyId: 'x' } as const;
    const waits: number[] = [];
    for (let block = 0; block < 7; block += 1) {
      await repeat(10, () => limiter.failed(attempt));
      const { retryAfterSeconds } = (await limiter
        .failed(attempt)
        .catch((error: TooManyAttemptsError) => error)) as TooManyAttemptsError;
      waits.push(retryAfterSeconds);
      vi.advanceTimersByTime(retryAfterSeconds * 1_000 - 1);
      await expect(limiter.check(attempt)).rejects.toMatchObject({ retryAfterSeconds: 1 });
      vi.advanceTimersByTime(2);
      await limiter.check(attempt);
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900]);
  });

  it('is counted for a bounded number of callers, the latest', async () => {
    const limiter = new GuessLimiter(() => new Date());
    const attempt = (number: number) =>
      ({
        guessed: 'accessKeyId',
        address: `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`,
      }) as const;
    for (let time = 0; time < 60; time += 1) await limiter.failed(attempt(0)).catch(() => {});
    await expect(limiter.check(attempt(0))).rejects.toMatchObject({ code: 'Throttling.User' });
    for (let number = 1; number <= 10_000; number += 1) await limiter.failed(attempt(number));
    await limiter.check(attempt(0)); // forgotten
  });
});
