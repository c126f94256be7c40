import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idPrefixAt } from '#domain/id-time.ts';
import { cutAuditBlocks } from '#jobs/audit-blocks.ts';
import { deleteRow } from '#store/commit/write-set.ts';
import type { AuditFilter } from '#store/read/audit/facets.ts';
import {
  type AuditQuery,
  findAuditEvents,
  isAuditPlace,
} from '#store/read/audit/find-audit-events.ts';
import type { AuditLimits } from '#store/read/audit/spans.ts';
import { TABLES } from '#store/tables.ts';
import { type AuditRow, addAuditRows, auditRow, auditRows } from '../support/audit-rows.ts';
import { type Kms, startKms } from '../support/kms.ts';

let kms: Kms;
beforeAll(async () => {
  kms = await startKms();
});
afterAll(() => kms[Symbol.asyncDispose]());

const HOUR = 3_600_000;
const KEYS = [randomUUID(), randomUUID(), randomUUID()] as const;
const ROLE = 'acs:ram::1:role/ops';
const PRINCIPALS = ['acs:ram::1:root', 'acs:ram::1:user/a', ROLE, `${ROLE}/s`, `${ROLE}x/s`];
const OPERATIONS = ['Encrypt', 'Decrypt', 'CreateKey'];
const OUTCOMES = ['Done', 'Forbidden.NoPermission', 'Rejected.Disabled'];
const ADDRESSES = ['192.0.2.1', '2001:db8::1'];

const oneOf = (...values: readonly string[]) => fc.constantFrom(...values);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** A row of one of two accounts. Values occur in runs or seldom, so that some blocks have them and others not. */
const someRow = fc.record({
  account: fc.nat(1),
  minute: fc.nat(59),
  keyId: fc.option(oneOf(...KEYS), { nil: null }),
  otherKeyIds: fc.option(oneOf(KEYS[0], `${KEYS[1]},${KEYS[2]}`), { nil: null, freq: 1 }),
  details: oneOf('{}', '{}', `{"secondKeyId":"${KEYS[2]}"}`),
  principal: oneOf('', ...PRINCIPALS),
  accessKeyId: oneOf('', 'LTAI1', 'STS.2'),
  operation: oneOf('Encrypt', 'Encrypt', 'Encrypt', ...OPERATIONS),
  outcome: oneOf('Done', 'Done', ...OUTCOMES),
  address: fc.option(oneOf(...ADDRESSES), { nil: null }),
});

/** Two values that occur often, but not in the same blocks: their lists of blocks are read with many skips. */
const twoValues: fc.Arbitrary<AuditFilter> = fc.record({
  key: oneOf(...KEYS),
  address: oneOf(...ADDRESSES),
});

const anyValues: fc.Arbitrary<AuditFilter> = fc.record({
  key: maybe(oneOf(...KEYS, 'no%key')),
  principal: maybe(oneOf(...PRINCIPALS)),
  credential: maybe(oneOf('LTAI1', 'STS.2')),
  operation: maybe(oneOf(...OPERATIONS, 'Never')),
  outcome: maybe(oneOf(...OUTCOMES, 'Failed')),
  address: maybe(oneOf(...ADDRESSES)),
});

const someSearch = fc.record({
  rows: fc.array(someRow, { minLength: 1, maxLength: 80, size: 'max' }),
  blockRows: fc.constantFrom(1, 1, 2, 3, 9),
  blockValues: fc.integer({ min: 1, max: 40 }),
  settledMinute: fc.constantFrom(0, 10, 30, 60, 60),
  filter: fc.oneof(anyValues, twoValues),
  from: maybe(fc.nat(60)),
  to: maybe(fc.nat(60)),
  isDescending: fc.boolean(),
  take: fc.integer({ min: 1, max: 7 }),
  limits: fc.record({
    rows: fc.integer({ min: 1, max: 60 }),
    entries: fc.integer({ min: 1, max: 6 }),
    blockRows: fc.integer({ min: 1, max: 9 }),
    tailRows: fc.integer({ min: 1, max: 9 }),
  }),
});

/** The rows of a search, as one reads its definition. */
const naively = (rows: readonly AuditRow[], accountId: string, query: AuditQuery): string[] =>
  rows
    .filter((row) => {
      const keys = [row.keyId, ...(row.otherKeyIds ?? '').split(',')];
      const { secondKeyId } = JSON.parse(row.details) as { secondKeyId?: string };
      const { key, principal, credential, operation, outcome, address, from, to } = query;
      return (
        row.accountId === accountId &&
        (key === undefined || keys.includes(key) || secondKeyId === key) &&
        (principal === undefined ||
          row.principal === principal ||
          (principal === ROLE && row.principal === `${ROLE}/s`)) &&
        (credential === undefined || row.accessKeyId === credential) &&
        (operation === undefined || row.operation === operation) &&
        (outcome === undefined ||
          row.outcome === outcome ||
          (outcome === 'Failed' && row.outcome !== 'Done')) &&
        (address === undefined || row.address === address) &&
        (!from || row.createdAt >= from) &&
        (!to || row.createdAt < to)
      );
    })
    .map(({ id }) => id)
    .toSorted();

/** Reads all parts of a search. */
async function readAll(
  accountId: string,
  query: AuditQuery,
  part: { readonly isDescending: boolean; readonly take: number },
  limits?: AuditLimits,
): Promise<string[]> {
  const ids: string[] = [];
  const places = new Set<string>();
  for (let after: string | undefined; ; ) {
    const { rows, next } = await findAuditEvents(
      kms.store.backgroundDb,
      accountId,
      query,
      { ...part, after },
      limits,
    );
    expect(rows.length).toBeLessThanOrEqual(part.take);
    ids.push(...rows.map(({ id }) => id));
    if (next === null) return ids;
    expect(isAuditPlace(next)).toBe(true);
    expect(places).not.toContain(next); // each part goes on
    places.add(next);
    after = next;
  }
}

describe('A search of audit rows', { timeout: 120_000 }, () => {
  it('finds in parts what matches, each row once and in order, in blocks and after them', async () => {
    let start = Date.parse('2020-01-01T00:00:00Z');
    const check = fc.asyncProperty(someSearch, async (search) => {
      start += HOUR; // each run has its own hour, and accounts of its own
      const at = (minute: number) => new Date(start + minute * 60_000);
      const accounts = [randomUUID(), randomUUID()] as const;
      const rows = search.rows.map(({ account, minute, ...row }) =>
        auditRow(String(accounts[account]), at(minute), row),
      );
      await addAuditRows(kms, rows);
      await cutAuditBlocks(kms.store, idPrefixAt(at(search.settledMinute)), {
        rows: search.blockRows,
        values: search.blockValues,
        perRun: 100,
      });
      const query = {
        ...search.filter,
        from: search.from === undefined ? undefined : at(search.from),
        to: search.to === undefined ? undefined : at(search.to),
      };
      const expected = naively(rows, accounts[0], query);
      const found = await readAll(accounts[0], query, search, search.limits);
      expect(found).toEqual(search.isDescending ? expected.toReversed() : expected);
      expect((await readAll(accounts[0], query, { ...search, take: 100 })).toSorted()).toEqual(
        expected,
      );
    });
    await fc.assert(check, { numRuns: 150 });
  });

  it('begins at the place of a row that was deleted', async () => {
    const accountId = randomUUID();
    const start = Date.parse('2025-01-01T00:00:00Z');
    const rows = [0, 1, 2].map((minute) => auditRow(accountId, new Date(start + minute * 60_000)));
    await addAuditRows(
      kms,
      [rows[0], rows[2]].filter((row) => row !== undefined),
    );
    const part = { after: rows[1]?.id, take: 10 };
    const ids = async (isDescending: boolean) =>
      (
        await findAuditEvents(kms.store.backgroundDb, accountId, {}, { ...part, isDescending })
      ).rows.map(({ id }) => id);
    expect(await ids(false)).toEqual([rows[2]?.id]);
    expect(await ids(true)).toEqual([rows[0]?.id]);
  });
});

describe('A search while blocks are deleted', () => {
  it('goes on with the rows that are left', async () => {
    const accountId = randomUUID();
    await using own = await startKms();
    const rows = auditRows(accountId, Date.parse('2026-01-01T00:00:00Z'), 6);
    await addAuditRows(own, rows);
    const sizes = { rows: 2, values: 100, perRun: 100 };
    await cutAuditBlocks(own.store, idPrefixAt(new Date('2026-02-01T00:00:00Z')), sizes);
    const [oldest, second, ...left] = rows.map(({ id }) => id);
    // The entries were read when the block and its rows were still there.
    await own.store.commit([
      deleteRow(TABLES.auditBlock, { throughId: second }),
      ...[oldest, second].map((id) => deleteRow(TABLES.auditEvent, { id })),
    ]);
    const { backgroundDb } = own.store;
    const part = { isDescending: false, take: 10, after: undefined };
    const found = await findAuditEvents(
      backgroundDb,
      accountId,
      { from: undefined, to: undefined },
      part,
    );
    expect(found.rows.map(({ id }) => id)).toEqual(left);
  });
});
