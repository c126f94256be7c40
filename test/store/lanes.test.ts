import { describe, expect, it } from 'vitest';
import type { KeyState } from '#domain/key-state.ts';
import {
  ConflictError,
  insertRow,
  insertUnique,
  requireRow,
  type WriteSet,
} from '#store/commit/write-set.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import { insertAuditEvent } from '#store/writes/audit-event.ts';
import { insertNonce } from '#store/writes/insert-nonce.ts';
import { Chance } from '../crash/chance.ts';
import { type Kms, startKms } from '../support/kms.ts';
import { keyRow } from '../support/rows.ts';
import { changeKey, useKey } from '../support/writes.ts';

const ACCOUNT = '1234567890123456';
const START = Date.UTC(2026, 10, 24, 23, 59, 58); // the uses are of two days
const NEVER = Date.UTC(2100, 0, 1); // a job of one server would remove a nonce that has expired
const KEYS = 6;
const ROUNDS = 60;
const REQUESTS = 24;

/** Requests as `perform` writes them, by chance: the same for the same seed. */
function createRequests(seed: number) {
  const chance = new Chance(seed);
  const below = (end: number) => chance.between(0, end - 1);
  const pick = <T>(list: readonly [T, ...T[]]): T => chance.pick(list) ?? list[0];
  const keys = Array.from({ length: KEYS }, () => keyRow(ACCOUNT)) as [Rows['key']];
  const aliases = keys.map((key, index) => ({
    id: key.id,
    accountId: ACCOUNT,
    name: `alias/${index}`,
    keyId: key.id,
    createdAt: key.createdAt,
  }));
  /** What the caller has read: sometimes it is outdated. */
  const states = new Map(keys.map((key) => [key.id, { state: key.state, revision: 1 }]));
  const nonce = (): Rows['nonce'] => ({
    accountId: ACCOUNT,
    accessKeyId: pick(['one', 'two']),
    hash: `nonce ${below(ROUNDS * REQUESTS)}`,
    expiresAt: new Date(NEVER + below(1_000)),
  });
  const use = (at: Date): WriteSet => {
    const key = pick(keys);
    const other = pick(keys);
    const state = below(8) === 0 ? 'Disabled' : (states.get(key.id)?.state ?? 'Enabled');
    return [
      ...useKey(key, state, at),
      ...(below(4) === 0 ? useKey(other, states.get(other.id)?.state ?? 'Enabled', at) : []),
      ...(below(3) === 0
        ? [
            requireRow(
              TABLES.alias,
              { accountId: ACCOUNT, name: `alias/${keys.indexOf(key)}` },
              { keyId: below(6) === 0 ? other.id : key.id },
            ),
          ]
        : []),
    ];
  };
  const change = (): WriteSet => {
    const { id } = pick(keys);
    const known = states.get(id) ?? { state: 'Enabled', revision: 1 };
    const state: KeyState = known.state === 'Enabled' ? 'Disabled' : 'Enabled';
    states.set(id, { state, revision: known.revision + 1 });
    return [changeKey(id, known.revision, { state })];
  };
  const request = (mixed: boolean): WriteSet => {
    const at = new Date(START + below(4_000));
    const kind = below(mixed ? 10 : 9);
    const own = kind < 7 ? use(at) : kind < 9 ? [] : change();
    const event = insertAuditEvent({
      accountId: ACCOUNT,
      surface: 'rpc',
      operation: pick(['Encrypt', 'Decrypt']),
      outcome: 'Done',
      createdAt: at,
      userAgent: pick(['', '"quoted" \\ \n 密钥 🔑', null]),
      durationMicroseconds: below(1_000),
    });
    return [...own, event, ...(below(4) > 0 ? [insertNonce(nonce())] : [])];
  };
  return {
    first: [
      ...keys.map((key) => insertRow(TABLES.key, key)),
      ...aliases.map((alias) => insertUnique(TABLES.alias, alias, ['accountId', 'name'])),
    ],
    rounds: Array.from({ length: ROUNDS }, (_, index) =>
      Array.from({ length: 1 + below(REQUESTS) }, () => request(index % 3 === 0)),
    ),
  };
}

const outcomeOf = (result: PromiseSettledResult<void>): string => {
  if (result.status === 'fulfilled') return 'written';
  return result.reason instanceof ConflictError ? 'conflict' : String(result.reason?.code);
};

/** Everything that the requests can have written, in the order of its unique columns. */
const contentsOf = async ({ store: { db } }: Kms) => ({
  keys: await db.key.findMany({ where: { accountId: ACCOUNT }, orderBy: { id: 'asc' } }),
  uses: await db.keyUse.findMany({
    where: { accountId: ACCOUNT },
    orderBy: [{ keyId: 'asc' }, { day: 'asc' }],
  }),
  events: await db.auditEvent.findMany({ where: { accountId: ACCOUNT }, orderBy: { id: 'asc' } }),
  nonces: await db.nonce.findMany({
    where: { accountId: ACCOUNT },
    orderBy: [{ accessKeyId: 'asc' }, { hash: 'asc' }],
  }),
});

const settings = (directWrites: boolean) => ({ KEYWRIGHT_DIRECT_WRITES: String(directWrites) });

describe('Direct writes', () => {
  it('take a request that requires only that a row exists', async () => {
    await using kms = await startKms({ settings: settings(true) });
    const key = keyRow(ACCOUNT);
    await kms.store.commit([insertRow(TABLES.key, key)]);
    const requests = [key.id, keyRow(ACCOUNT).id].map((id) => [
      requireRow(TABLES.key, { id }, {}),
      insertNonce({ accountId: ACCOUNT, accessKeyId: 'one', hash: id, expiresAt: new Date(START) }),
    ]);
    const results = await Promise.allSettled(requests.map(kms.store.commit));
    expect(results.map(outcomeOf)).toEqual(['written', 'conflict']);
  });

  it('refuse a row without a value that it must have, and write the other requests', async () => {
    await using kms = await startKms({ settings: settings(true) });
    const event = (accountId: string | null) => [
      insertAuditEvent({
        accountId: accountId as string,
        surface: 'rpc',
        operation: 'Encrypt',
        outcome: 'Done',
        createdAt: new Date(START),
      }),
    ];
    const results = await Promise.allSettled(
      [event(ACCOUNT), event(null), event(ACCOUNT)].map(kms.store.commit),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results.map(outcomeOf)).not.toContain('conflict');
  });

  it.each([1, 2, 3])(
    'have the result that Prisma has, for the same requests (seed %i)',
    async (seed) => {
      await using direct = await startKms({ settings: settings(true) });
      await using plain = await startKms({ settings: settings(false) });
      const { first, rounds } = createRequests(seed);
      for (const kms of [direct, plain]) await kms.store.commit(first);
      const outcomes = new Set<string>();
      for (const round of rounds) {
        const [ours, theirs] = await Promise.all(
          [direct, plain].map(async ({ store }) =>
            (await Promise.allSettled(round.map(store.commit))).map(outcomeOf),
          ),
        );
        expect(ours).toEqual(theirs);
        for (const outcome of ours ?? []) outcomes.add(outcome);
      }
      expect(await contentsOf(direct)).toEqual(await contentsOf(plain));
      expect(outcomes).toEqual(new Set(['written', 'conflict', 'SignatureNonceUsed']));
    },
  );
});
