import { describe, expect, it } from 'vitest';
import { readConfig } from '#config/config.ts';
import { shareOf } from '#config/worker-share.ts';
import { CLOUD_QUOTAS, type QuotaPool } from '#domain/quotas.ts';
import { GuessLimiter } from '#identity/guess-limiter.ts';
import { Quotas } from '#pipeline/quotas.ts';
import { makeDataDir } from '../support/kms.ts';
import { runScript } from '../support/process.ts';

const POSTGRESQL = {
  DATABASE_URL: 'postgresql://127.0.0.1/keywright',
  KEYWRIGHT_ROOT_KEY_FILE: 'root-key',
};

/** The settings of each worker of a server. */
function sharesOf(workers: number, settings: Readonly<Record<string, string>> = {}) {
  const config = readConfig({ ...POSTGRESQL, KEYWRIGHT_WORKERS: String(workers), ...settings });
  return Array.from({ length: workers }, (_, index) =>
    shareOf(config, { number: index + 1, port: undefined }),
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

describe('KEYWRIGHT_WORKERS', () => {
  it('is one process, unless it is set', () => {
    expect(readConfig({})).toMatchObject({ workers: 1, worker: undefined });
  });

  it.each(['0', '65', 'auto', '1.5'])('refuses %s', (KEYWRIGHT_WORKERS) => {
    expect(() => readConfig({ ...POSTGRESQL, KEYWRIGHT_WORKERS })).toThrow(
      'KEYWRIGHT_WORKERS must be a number of processes from 1 to 64.',
    );
  });

  it('is refused on SQLite, with what to do', async () => {
    const settings = {
      KEYWRIGHT_DATA_DIR: makeDataDir({ migrated: false }),
      KEYWRIGHT_WORKERS: '2',
    };
    expect(await runScript('src/main.ts', settings)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'Keywright cannot start. With SQLite one process does all the work: set KEYWRIGHT_WORKERS to 1, or DATABASE_URL to a PostgreSQL database.\n',
    });
  });

  it.each([
    [{ KEYWRIGHT_POOL_SIZE: '15' }, 'KEYWRIGHT_POOL_SIZE must be at least 16: each worker needs 4'],
    [
      { KEYWRIGHT_POOL_SIZE: '16', KEYWRIGHT_MAX_CONNECTIONS: '63' },
      'KEYWRIGHT_MAX_CONNECTIONS must be at least 64: each worker needs 16',
    ],
  ])('refuses shares with which a worker does not work', (settings, message) => {
    expect(() => sharesOf(4, settings)).toThrow(message);
  });
});

describe('The shares of workers', () => {
  it.each([1, 2, 3, 5, 16, 50])('of %d are together what the setting says', (workers) => {
    const shares = sharesOf(workers, {
      KEYWRIGHT_POOL_SIZE: '200',
      KEYWRIGHT_MAX_CONNECTIONS: '1023',
    });
    expect(sum(shares.map(({ pool }) => pool.poolSize))).toBe(200);
    expect(sum(shares.map(({ maxConnections }) => maxConnections))).toBe(1_023);
    for (const { pool, maxConnections } of shares) {
      expect(pool.poolSize).toBeGreaterThanOrEqual(4);
      expect(maxConnections).toBeGreaterThanOrEqual(16);
    }
  });

  it.each([1, 2, 3, 7, 11, 40])('of %d never exceed a quota, and never are none', (workers) => {
    const shares = sharesOf(workers, { KEYWRIGHT_QUOTAS: 'cloud', KEYWRIGHT_POOL_SIZE: '200' });
    for (const [pool, value] of Object.entries(CLOUD_QUOTAS)) {
      const quotas = shares.map((share) => share.quotas[pool as QuotaPool] ?? 0);
      expect([pool, Math.min(...quotas) > 0]).toEqual([pool, true]);
      if (value >= workers) expect([pool, sum(quotas)]).toEqual([pool, value]);
      else expect(sum(quotas)).toBeLessThanOrEqual(value + 1e-9);
    }
  });

  it('leave a pool without a quota without one', () => {
    expect(sharesOf(3, { KEYWRIGHT_QUOTAS: 'reads=30' }).map(({ quotas }) => quotas)).toEqual([
      { reads: 10 },
      { reads: 10 },
      { reads: 10 },
    ]);
  });
});

describe('A quota below one request a second', () => {
  it('allows one request in so many seconds', () => {
    let now = 1_000;
    const quotas = new Quotas({ activation: 1 / 3 }, () => now);
    quotas.take('a', 'activation');
    now += 2_999;
    expect(() => quotas.take('a', 'activation')).toThrow(
      /1 request in 3 seconds.* in 1 millisecond/,
    );
    now += 1;
    quotas.take('a', 'activation');
  });
});

describe('The limiter of guesses of one of several workers', () => {
  /** How many failures it allows before it refuses. */
  async function failuresOf(workers: number): Promise<number> {
    const limiter = new GuessLimiter(() => new Date(), undefined, workers);
    const attempt = { guessed: 'secret', address: '198.51.100.1', accessKeyId: 'a' } as const;
    for (let failures = 0; ; failures += 1)
      try {
        await limiter.failed(attempt);
      } catch {
        return failures;
      }
  }

  it.each([
    [1, 10],
    [2, 5],
    [3, 3],
    [10, 1],
    [64, 1],
  ])('of %d allows %d failures', async (workers, failures) => {
    expect(await failuresOf(workers)).toBe(failures);
  });
});
