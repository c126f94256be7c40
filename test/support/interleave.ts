import type { Commit, WriteSet } from '#store/commit/write-set.ts';

/** A server's `services` or `store`, by which requests commit. */
interface Committer {
  commit: Commit;
}

/** Does something once, when the next request that it picks has read and decided, and before it commits. */
export function beforeNextCommit(
  through: Readonly<Committer>,
  first: () => Promise<unknown>,
  picks: (writes: WriteSet) => boolean = () => true,
): void {
  const { commit } = through;
  let done = false; // some keep the function that they were given at first
  replaceCommit(through, async (writes) => {
    if (!done && picks(writes)) {
      done = true;
      replaceCommit(through, commit);
      await first();
    }
    return commit(writes);
  });
}

/**
 * Holds the commits that it picks until there are so many, of all servers together, and then lets them go at once: all
 * have read before any has written.
 */
export function gatherCommits(
  through: Readonly<Committer> | readonly Readonly<Committer>[],
  count: number,
  picks: (writes: WriteSet) => boolean,
): void {
  const held: (() => void)[] = [];
  const committers = [through].flat().map((one) => ({ one, commit: one.commit }));
  for (const { one, commit } of committers)
    replaceCommit(one, (writes) => {
      if (!picks(writes)) return commit(writes);
      return new Promise((resolve) => {
        held.push(() => resolve(commit(writes)));
        if (held.length < count) return;
        for (const { one, commit } of committers) replaceCommit(one, commit);
        for (const letGo of held) letGo();
      });
    });
}

const replaceCommit = (through: Readonly<Committer>, commit: Commit) =>
  void Object.assign(through, { commit });
