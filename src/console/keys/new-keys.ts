import type { ListedKeyFragment } from '../../generated/documents/console/graphql.ts';
import { createStore } from '../api/store.ts';
import type { KeysAddress } from './keys-address.ts';

const MAX_COUNTED = 1_000;

/** What is compared with the filter of the list. */
type NewKey = Pick<ListedKeyFragment, 'keyId' | 'keyState' | 'keySpec' | 'keyUsage' | 'origin'>;

/** Keys that were created since the list was read, and are not in it. */
export const newKeys = createStore<readonly NewKey[]>([]);

/** Notes a key that was created. */
export function addNewKey(key: NewKey): void {
  const known = newKeys.get();
  if (known.length < MAX_COUNTED && !known.some(({ keyId }) => keyId === key.keyId))
    newKeys.set([...known, key]);
}

/** How many new keys the list of an address may have. Search, tags and aliases are only known to the server. */
export const countNewKeys = (
  keys: readonly NewKey[],
  { state, spec, usage, origin }: KeysAddress,
): number =>
  keys.filter(
    (key) =>
      (!state || key.keyState === state) &&
      (!spec || key.keySpec === spec) &&
      (!usage || key.keyUsage === usage) &&
      (!origin || key.origin === origin),
  ).length;
