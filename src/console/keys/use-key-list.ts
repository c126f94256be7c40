import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useStore } from '../api/store.ts';
import { forgetList, takeList } from './kept-list.ts';
import type { KeyListState } from './key-list.ts';
import { filterOf, formatAddress, type KeysAddress, orderOf } from './keys-address.ts';
import { countNewKeys, newKeys } from './new-keys.ts';

/** The list of keys of an address. */
export function useKeyList(address: KeysAddress) {
  const [round, setRound] = useState(0);
  const key = formatAddress(address);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says all of the address; a new round reads again
  const kept = useMemo(
    () => takeList(key, () => ({ filter: filterOf(address), orderBy: orderOf(address) })),
    [key, round],
  );
  const { list } = kept;
  const state: KeyListState = useSyncExternalStore(list.subscribe, list.get);
  useEffect(() => () => list.rest(), [list]);
  // Without a row there is no table to say what is shown, but a page after an empty one can have keys.
  useEffect(() => {
    if (state.count === 0) list.show(0, 0);
  }, [list, state]);
  // What a list has just read is in it: from then on only later keys are new.
  useEffect(() => {
    if (list.get().count === 0) newKeys.set([]);
  }, [list]);
  const restart = useCallback(() => {
    forgetList();
    setRound((last) => last + 1);
  }, []);
  const unseen = useStore(newKeys).filter(({ keyId }) => !list.hasNew(keyId));
  return { kept, list, state, restart, newCount: countNewKeys(unseen, address) };
}
