import { useCallback, useEffect, useRef, useState } from 'react';
import type { AuditEventFilter, EventFragment } from '../../generated/documents/console/graphql.ts';
import type { Failure } from '../api/failure.ts';
import { onMissed } from '../api/server-state.ts';
import { readEvents } from './read-events.ts';

const PAGE_EVENTS = 50;
/** Pages that are read for one press: the server examines only so many rows for each, and may find nothing there. */
const MAX_PAGES = 10;

interface Found {
  readonly events: readonly EventFragment[];
  readonly after: string | undefined;
  readonly isEnd: boolean;
  /** Pages that were read for them. */
  readonly pages: number;
  readonly isLoading: boolean;
  readonly failure: Failure | undefined;
}

const NOTHING: Found = {
  events: [],
  after: undefined,
  isEnd: false,
  pages: 0,
  isLoading: true,
  failure: undefined,
};

/** Events of a search, and how to read more of them. */
export interface Events extends Found {
  readonly loadMore: () => void;
  readonly restart: () => void;
}

/** Events that match, newest first, as far as they were read. @param filter the same object as long as it is the same search */
export function useEvents(filter: AuditEventFilter): Events {
  const [found, setFound] = useState(NOTHING);
  const lastRun = useRef(0);
  const load = useCallback(
    async (from: Found) => {
      lastRun.current += 1;
      const run = lastRun.current;
      let next: Found = { ...from, isLoading: true, failure: undefined };
      setFound(next);
      for (let page = 1; next.isLoading; page += 1) {
        const result = await readEvents(filter, PAGE_EVENTS, next.after);
        if (run !== lastRun.current) return; // another search began meanwhile
        next =
          'code' in result ? { ...next, isLoading: false, failure: result } : add(next, result);
        const isEnough = next.events.length >= from.events.length + PAGE_EVENTS;
        if (next.isEnd || isEnough || page === MAX_PAGES) next = { ...next, isLoading: false };
        setFound(next);
      }
    },
    [filter],
  );
  const restart = useCallback(() => void load(NOTHING), [load]);
  useEffect(() => {
    restart();
    const unfollow = onMissed((missed) => missed === 'anything' && restart());
    return () => {
      unfollow();
      lastRun.current += 1;
    };
  }, [restart]);
  return { ...found, restart, loadMore: () => void load(found) };
}

const add = (
  found: Found,
  { events, after }: { events: readonly EventFragment[]; after: string | undefined },
): Found => ({
  ...found,
  events: [...found.events, ...events],
  after,
  isEnd: after === undefined,
  pages: found.pages + 1,
});
