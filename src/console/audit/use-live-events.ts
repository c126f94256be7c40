import { useCallback, useEffect, useRef, useState } from 'react';
import {
  type AuditEventFilter,
  type EventFragment,
  LiveEventsDocument,
} from '../../generated/documents/console/graphql.ts';
import { uncachedClient } from '../api/client.ts';
import { onMissed } from '../api/server-state.ts';
import { streamStarts } from '../api/shared-stream.ts';
import { useStore } from '../api/store.ts';
import { MAX_LIVE_EVENTS, newest, without } from './newest.ts';
import { readEvents } from './read-events.ts';

/** Events that come closer together are shown together. */
const GATHERED_MILLISECONDS = 150;

/** See `auditEvents` in the schema. */
const MAX_CAUGHT_UP_EVENTS = 100;

interface Arrived {
  readonly shown: readonly EventFragment[];
  /** Not shown yet. */
  readonly waiting: readonly EventFragment[];
}

/** Events that have arrived since the page is live. */
export interface LiveEvents extends Arrived {
  /** Shows those that wait. */
  readonly show: () => void;
}

interface LiveOptions {
  readonly isOn: boolean;
  /** Whether new events wait, because they would move what somebody reads. */
  readonly isHeld: boolean;
}

const NONE: Arrived = { shown: [], waiting: [] };

const showAll = ({ shown, waiting }: Arrived): Arrived => ({
  shown: newest(waiting, shown),
  waiting: [],
});

/** Events as they are recorded, at most 500. Nothing of them is cached. */
export function useLiveEvents(filter: AuditEventFilter, options: LiveOptions): LiveEvents {
  const { isOn, isHeld } = options;
  const [arrived, setArrived] = useState(NONE);
  const held = useRef(isHeld);
  const show = useCallback(() => setArrived(showAll), []);
  useEffect(() => {
    held.current = isHeld;
    if (!isHeld) show();
  }, [isHeld, show]);
  useEffect(() => {
    if (!isOn) return;
    // From an earlier time it was on: between those and the new ones some would be missing.
    setArrived(NONE);
    const unfollow = onMissed((missed) => missed === 'anything' && setArrived(NONE));
    let gathered: EventFragment[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const deliver = () => {
      timer = undefined;
      const events = gathered;
      gathered = [];
      setArrived(({ shown, waiting }) => {
        const all = { shown, waiting: newest(without(events, shown), waiting) };
        return held.current ? all : showAll(all);
      });
    };
    const { unsubscribe } = uncachedClient
      .subscription(LiveEventsDocument, { keyChanges: [], auditEvents: [filter] })
      .subscribe(({ data }) => {
        const event = data?.liveEvents?.auditEvent;
        if (!event) return;
        gathered = [event, ...gathered].slice(0, MAX_LIVE_EVENTS);
        timer ??= setTimeout(deliver, GATHERED_MILLISECONDS);
      });
    return () => {
      unfollow();
      unsubscribe();
      clearTimeout(timer);
    };
  }, [filter, isOn]);
  const starts = useStore(streamStarts.auditEvents);
  useEffect(() => {
    if (!isOn || starts === 0) return;
    let isCurrent = true;
    // What was recorded between the search and the beginning of the stream.
    void readEvents(filter, MAX_CAUGHT_UP_EVENTS, undefined).then((page) => {
      if (isCurrent && !('code' in page))
        setArrived(({ shown, waiting }) => ({
          shown: newest(page.events, shown),
          waiting: without(waiting, page.events),
        }));
    });
    return () => {
      isCurrent = false;
    };
  }, [filter, isOn, starts]);
  return { ...arrived, show };
}
