import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ChangeFeed } from '#store/feed/change-feed.ts';
import type { CommitLog, LogPlace } from '#store/feed/commit-log.ts';

const placeAt = (commit: number): LogPlace => ({ commit: BigInt(commit), id: '' });
const END = 100;

/** A log of rows of other accounts, of which each part takes a moment. Every third one fails. */
function slowLog() {
  const reads = { running: 0, most: 0, count: 0 };
  const log: CommitLog = {
    end: async () => ({ place: placeAt(END) }),
    before: async () => ({ place: placeAt(0) }),
    async readAfter({ commit }) {
      if (commit >= END) return part(Number(commit));
      reads.count += 1;
      reads.running += 1;
      reads.most = Math.max(reads.most, reads.running);
      await nextTurn();
      reads.running -= 1;
      if (reads.count % 3 === 0) throw new Error('the database is away');
      return part(Number(commit) + 50);
    },
  };
  return { reads, log };
}

const part = (through: number) => ({
  rows: [],
  through: placeAt(through),
  examined: 50,
  hasMore: through < END,
});

it('A feed reads for one of several followers that are behind at a time', async () => {
  const { reads, log } = slowLog();
  using feed = new ChangeFeed(log, () => {});
  const { signal } = new AbortController();
  const follow = () => feed.follow({ accountId: 'a', operations: 'all' }, 'row');
  const followers = await Promise.all(Array.from({ length: 10 }, follow));
  await Promise.all(followers.map((follower) => follower.next(0, signal)));
  expect(reads.count).toBeGreaterThanOrEqual(10);
  expect(reads.most).toBe(1);
});
