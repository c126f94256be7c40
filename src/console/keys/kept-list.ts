import { type KeyList, openKeyList } from './key-list.ts';
import type { KeysQuery } from './keys-address.ts';

/** A list, and how far it was scrolled. */
interface Kept {
  readonly key: string;
  /** Tells it from other lists. */
  readonly number: number;
  readonly list: KeyList;
  offset: number;
}

/** The list that was shown last: Back from a key leads to the same place of it. */
let kept: Kept | undefined;
let opened = 0;

/** The list of a query: the one that was shown last if it has the same `key`. */
export function takeList(key: string, query: () => KeysQuery): Kept {
  if (kept?.key === key) return kept;
  kept?.list.close();
  opened += 1;
  kept = { key, number: opened, list: openKeyList(query()), offset: 0 };
  return kept;
}

/** Makes the next list begin at its start, as after a key was created. */
export function forgetList(): void {
  kept?.list.close();
  kept = undefined;
}
