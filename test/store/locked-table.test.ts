import { describe, expect, it } from 'vitest';
import { ServiceUnavailableError } from '#domain/errors.ts';
import { GroupCommit } from '#store/commit/group-commit.ts';
import { sqliteDialect } from '#store/sqlite/dialect.ts';

describe('A commit that waits for a table that somebody has locked', () => {
  it('is refused after a try or two for all, not one for each that waits', async () => {
    let transactions = 0;
    const { commit } = new GroupCommit({
      dialect: sqliteDialect,
      transaction: async () => {
        transactions += 1;
        throw Object.assign(new Error('lock timeout'), {
          cause: { kind: 'postgres', originalCode: '55P03' },
        });
      },
      report: () => {},
    });
    const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => commit([])));
    expect(
      outcomes.every(
        (outcome) =>
          outcome.status === 'rejected' && outcome.reason instanceof ServiceUnavailableError,
      ),
    ).toBe(true);
    expect(transactions).toBe(2);
  });
});
