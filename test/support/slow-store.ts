import type { Store } from '#store/store.ts';
import type { Kms } from './kms.ts';

/** The store of a server, with a clock by which each commit takes so long. */
export function slowStore({ store: { db, backgroundDb, commit } }: Kms, milliseconds: number) {
  let elapsed = 0;
  const store: Pick<Store, 'db' | 'backgroundDb' | 'commit'> = {
    db,
    backgroundDb,
    commit: async (writes) => {
      await commit(writes);
      elapsed += milliseconds;
    },
  };
  return { store, monotonic: () => elapsed };
}
