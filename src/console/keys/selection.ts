import { useCallback, useEffect, useRef, useState } from 'react';
import type { KeyList } from './key-list.ts';

/** Which keys are selected. */
export interface Selection {
  readonly keyIds: ReadonlySet<string>;
  /** Selects a row or not; with `isRange` all rows since the last one that was changed. */
  readonly set: (index: number, isSelected: boolean, isRange: boolean) => void;
  readonly setAll: (isSelected: boolean) => void;
}

const NONE: ReadonlySet<string> = new Set();

/** The selection of a list; another list begins without one. */
export function useSelection(list: KeyList): Selection {
  const [keyIds, setKeyIds] = useState(NONE);
  const last = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list has other rows
  useEffect(() => setKeyIds(NONE), [list]);
  const set = useCallback(
    (index: number, isSelected: boolean, isRange: boolean) => {
      const [from, to] = isRange
        ? [Math.min(index, last.current), Math.max(index, last.current)]
        : [index, index];
      last.current = index;
      const changed = list.idsOf(from, to);
      setKeyIds((before) => {
        const after = new Set(before);
        for (const keyId of changed) {
          if (isSelected) after.add(keyId);
          else after.delete(keyId);
        }
        return after;
      });
    },
    [list],
  );
  const setAll = useCallback(
    (isSelected: boolean) => setKeyIds(isSelected ? new Set(list.idsOf()) : NONE),
    [list],
  );
  return { keyIds, set, setAll };
}
