import type { Writes } from './writes.ts';

/** What a commit has changed, told to every replica: its caches let go of it, and live queries may look again. */
export interface Announcement {
  readonly keyIds: readonly string[];
  readonly accessKeyIds: readonly string[];
}

/** `missed`: for a while nothing was heard, so anything may have changed. */
export type Listener = (announcement: Announcement | 'missed') => void;

/** Who is told of changes. The store tells; nobody else does. */
export class Announcements {
  readonly #listeners = new Set<Listener>();

  subscribe(listener: Listener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  tell(announcement: Announcement | 'missed'): void {
    for (const listener of this.#listeners) listener(announcement);
  }
}

/** What a batch changes of keys and credentials; nothing for one that only adds and counts. */
export function announcementOf(batch: readonly Writes[]): Announcement | undefined {
  const keyIds = batch.flatMap(({ changes = [], destructions = [] }) =>
    [...changes, ...destructions].map(({ id }) => id),
  );
  const accessKeyIds = batch.flatMap(({ accessKeyChanges = [] }) =>
    accessKeyChanges.map(({ id }) => id),
  );
  return keyIds.length + accessKeyIds.length > 0
    ? { keyIds: [...new Set(keyIds)], accessKeyIds }
    : undefined;
}
