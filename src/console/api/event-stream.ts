import { createClient } from 'graphql-sse';
import { formatDocument, stringifyDocument } from 'urql';
import {
  LiveEventsDocument,
  type LiveEventsSubscription,
} from '../../generated/documents/console/graphql.ts';
import { checkServer, isServerAway } from './server-state.ts';
import { sessionState } from './session.ts';
import { filtersOf, type Want, wantsOf } from './wants.ts';

/** An event of the stream. */
export type LiveEvent = NonNullable<LiveEventsSubscription['liveEvents']>;

/** What follows a stream. */
export interface StreamReader {
  /** Cursor of the last event; undefined if there was none. */
  readonly cursor: () => string | undefined;
  /** @param isFresh there was no cursor: what was read before may be older than the stream */
  readonly opened: (isFresh: boolean) => void;
  /** @param wants those that the event matches */
  readonly receive: (event: LiveEvent, wants: readonly Want[]) => void;
  /** Called when events may have been missed: the cursor does not help any more. */
  readonly missed: () => void;
  /** Called when a server answers again that did not: what no event tells of may have changed. */
  readonly wasAway: () => void;
}

const FIRST_PAUSE_MILLISECONDS = 500;
const MAX_PAUSE_MILLISECONDS = 15_000;
/** A stream that is refused ends at once: until then it has not begun. */
const SETTLED_MILLISECONDS = 100;

// With the names of types, which the cache needs.
const query = stringifyDocument(formatDocument(LiveEventsDocument));

/** Reads the events that are wanted until `signal` is aborted: after each break it begins again where it was. */
export async function followEvents(
  wants: readonly Want[],
  reader: StreamReader,
  signal: AbortSignal,
): Promise<void> {
  let pause = FIRST_PAUSE_MILLISECONDS;
  while (!signal.aborted) {
    if (await readStream(wants, reader, signal)) pause = FIRST_PAUSE_MILLISECONDS;
    if (signal.aborted) return;
    let wasAway = isServerAway.get();
    const unfollow = isServerAway.subscribe(() => {
      wasAway = true;
    });
    void checkServer();
    await wait(pause, signal);
    pause = Math.min(2 * pause, MAX_PAUSE_MILLISECONDS);
    await canConnect(signal);
    unfollow();
    if (wasAway && !signal.aborted) reader.wasAway();
  }
}

/** Reads a stream to its end. @returns whether it was a good one: something came, or it lasted */
async function readStream(
  wants: readonly Want[],
  { cursor, opened, receive, missed }: StreamReader,
  signal: AbortSignal,
): Promise<boolean> {
  const after = cursor();
  const filters = filtersOf(wants);
  let isOver = false;
  let isOpen = false;
  let hasEvents = false;
  let openedAt = Number.POSITIVE_INFINITY;
  const open = () => {
    if (isOpen || isOver || signal.aborted) return;
    isOpen = true;
    opened(after === undefined);
  };
  const connected = () => {
    openedAt = performance.now();
    setTimeout(open, SETTLED_MILLISECONDS);
  };
  const sse = createClient({ url: '/graphql', retryAttempts: 0, on: { connected } });
  const stop = () => sse.dispose();
  signal.addEventListener('abort', stop);
  try {
    const variables = { ...filters, after };
    for await (const { data, errors } of sse.iterate<LiveEventsSubscription>({
      query,
      variables,
    })) {
      const event = data?.liveEvents;
      // The cursor is unknown. Without one it is a filter that is refused, which reading again does not help.
      if (after !== undefined && errors?.some(isInvalid)) missed();
      if (errors || signal.aborted) break;
      open();
      hasEvents = true;
      if (event) receive(event, matchesOf(event, filters));
    }
  } catch {
    // The pause follows; failures of other requests are shown where they happen.
  }
  isOver = true;
  signal.removeEventListener('abort', stop);
  return hasEvents || performance.now() - openedAt > MAX_PAUSE_MILLISECONDS;
}

const isInvalid = ({ extensions }: { readonly extensions?: Record<string, unknown> }): boolean =>
  extensions?.code === 'InvalidParameter';

/** The wants that an event matches: it says the numbers of their filters. */
function matchesOf(
  { keyChange, filters: numbers }: LiveEvent,
  { keyChanges, auditEvents }: ReturnType<typeof filtersOf>,
): Want[] {
  const pick = <T>(filters: T | readonly T[]): T[] => {
    const all = [filters].flat() as T[];
    return numbers.flatMap((number) => all[number] ?? []);
  };
  return wantsOf(
    keyChange
      ? { keyChanges: pick(keyChanges), auditEvents: [] }
      : { keyChanges: [], auditEvents: pick(auditEvents) },
  );
}

const wait = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });

/** Resolves when the server answers and somebody is signed in. */
const canConnect = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const stops: (() => void)[] = [];
    const check = () => {
      if (!signal.aborted && (isServerAway.get() || sessionState.get() !== 'signedIn')) return;
      for (const stop of stops) stop();
      signal.removeEventListener('abort', check);
      resolve();
    };
    stops.push(isServerAway.subscribe(check), sessionState.subscribe(check));
    signal.addEventListener('abort', check);
    check();
  });
