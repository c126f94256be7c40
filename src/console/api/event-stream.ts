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
}

const FIRST_PAUSE_MILLISECONDS = 500;
const MAX_PAUSE_MILLISECONDS = 15_000;

// With the names of types, which the cache needs.
const query = stringifyDocument(formatDocument(LiveEventsDocument));

/** Reads the events that are wanted until `signal` is aborted: after each break it begins again where it was. */
export async function followEvents(
  wants: readonly Want[],
  reader: StreamReader,
  signal: AbortSignal,
): Promise<void> {
  let pause = FIRST_PAUSE_MILLISECONDS;
  for (let tries = 0; !signal.aborted; tries += 1) {
    if (tries > 0 && !reader.cursor()) reader.missed(); // nothing says where the stream broke off
    if (await readStream(wants, reader, signal)) pause = FIRST_PAUSE_MILLISECONDS;
    if (signal.aborted) return;
    void checkServer();
    await wait(pause, signal);
    pause = Math.min(2 * pause, MAX_PAUSE_MILLISECONDS);
    await canConnect(signal);
  }
}

/** Reads a stream to its end. @returns whether anything came */
async function readStream(
  wants: readonly Want[],
  { cursor, opened, receive, missed }: StreamReader,
  signal: AbortSignal,
): Promise<boolean> {
  const after = cursor();
  const filters = filtersOf(wants);
  const connected = () => opened(after === undefined);
  const sse = createClient({ url: '/graphql', retryAttempts: 0, on: { connected } });
  const stop = () => sse.dispose();
  signal.addEventListener('abort', stop);
  let hasEvents = false;
  try {
    const results = sse.iterate<LiveEventsSubscription>({
      query,
      variables: { ...filters, after },
    });
    for await (const { data, errors } of results) {
      if (errors?.some(({ extensions }) => extensions?.code === 'InvalidParameter')) missed();
      if (errors || signal.aborted) break;
      hasEvents = true;
      const event = data?.liveEvents;
      if (event) receive(event, matchesOf(event, filters));
    }
  } catch {
    // The pause follows; failures of other requests are shown where they happen.
  }
  signal.removeEventListener('abort', stop);
  return hasEvents;
}

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
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
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
