import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { LaneCommitError } from '#store/commit/lane.ts';
import { createLane } from '#store/postgresql/lane.ts';

/** A pool whose database answers every statement with this error. */
const failingPool = (severity: string, code: string): pg.Pool => {
  const error = Object.assign(new pg.DatabaseError('could not write', 1, 'error'), {
    severity,
    code,
  });
  const client = { on() {}, off() {}, release() {}, query: () => Promise.reject(error) };
  return { connect: async () => client } as unknown as pg.Pool;
};

const EMPTY = { requires: [], claims: [], inserts: [], counts: [] };

describe('A lane whose statement fails', () => {
  it.each([
    ['ERROR', '53100', false],
    ['ERROR', '57014', false],
    ['PANIC', '53100', true],
    ['FATAL', '25P04', true],
    ['FATAL', '57P01', true],
  ])('with %s %s: it may be written all the same: %s', async (severity, code, mayBeWritten) => {
    const error = await createLane(failingPool(severity, code))
      .write([EMPTY])
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ cause: { originalCode: code } });
    expect(error instanceof LaneCommitError).toBe(mayBeWritten);
  });
});
