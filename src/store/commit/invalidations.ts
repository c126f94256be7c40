import type { Write, WriteSet } from './write-set.ts';

/** What a commit has changed. Every replica removes it from its caches. */
export interface Invalidation {
  readonly keyIds: readonly string[];
  readonly accessKeyIds: readonly string[];
}

/** `missed`: invalidations may have been lost, so anything may have changed. */
export type InvalidationListener = (invalidation: Invalidation | 'missed') => void;

/** The listeners of one store. Only the store calls `publish`. */
export class Invalidations {
  readonly #listeners = new Set<InvalidationListener>();

  /** Dispose of the result to stop listening. */
  subscribe(listener: InvalidationListener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Calls every listener. */
  publish(invalidation: Invalidation | 'missed'): void {
    for (const listener of this.#listeners) listener(invalidation);
  }
}

/** What a batch changes of keys and credentials; undefined for one that only inserts and counts. */
export function invalidationOf(batch: readonly WriteSet[]): Invalidation | undefined {
  const changed = batch.flat().filter(({ verb }) => verb === 'update' || verb === 'delete');
  const idsOf = (list: keyof Invalidation) => [
    ...new Set(changed.flatMap((write) => (write.table.invalidates === list ? idOf(write) : []))),
  ];
  const invalidation = { keyIds: idsOf('keyIds'), accessKeyIds: idsOf('accessKeyIds') };
  return Object.values(invalidation).some(({ length }) => length > 0) ? invalidation : undefined;
}

const idOf = (write: Write): string[] => ('where' in write ? [String(write.where.id)] : []);
