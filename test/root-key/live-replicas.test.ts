import { describe, expect, it } from 'vitest';
import { LiveReplicas } from '#root-key/live-replicas.ts';
import type { Reader } from '#store/store.ts';

const START = Date.parse('2026-12-01T00:00:00Z');

/** A watcher, and one replica whose clock is behind by so many seconds. */
function watched(behindSeconds: number) {
  const replicas = new LiveReplicas();
  let seenAt = START - behindSeconds * 1_000;
  const replica = () => ({
    id: 'r',
    accountId: '1',
    rootKeyIds: '[]',
    wrapsUnder: '',
    startedAt: new Date(START),
    seenAt: new Date(seenAt),
  });
  const findMany = async ({ where }: { where: { seenAt: { gte: Date } } }) =>
    seenAt >= where.seenAt.gte.getTime() ? [replica()] : [];
  return {
    isThere: async (seconds: number) =>
      (
        await replicas.list(
          { replica: { findMany } } as unknown as Reader,
          new Date(START + seconds * 1_000),
        )
      ).length === 1,
    reports: (seconds: number) => {
      seenAt = START + (seconds - behindSeconds) * 1_000;
    },
  };
}

describe('A replica, as a rotation watches it,', () => {
  it('is there while it reports, however far its clock is behind', async () => {
    const { isThere, reports } = watched(14 * 60);
    for (let seconds = 0; seconds < 600; seconds += 30) {
      reports(seconds);
      expect(await isThere(seconds)).toBe(true);
    }
  });

  it('has gone after a minute without a word, and is there again when it speaks', async () => {
    const { isThere, reports } = watched(0);
    expect(await isThere(0)).toBe(true);
    expect(await isThere(59)).toBe(true);
    expect(await isThere(60)).toBe(false);
    reports(61);
    expect(await isThere(61)).toBe(true);
  });

  it('has gone at once when its last word is older than any clock in step could make it', async () => {
    expect(await watched(15 * 60 + 1).isThere(0)).toBe(false);
  });
});
