import { createClient } from 'graphql-sse';
import type { ExecutionResult } from 'urql';
import { isServerAway, readAgain } from './server-state.ts';
import { sessionState } from './session.ts';
import { createStore } from './store.ts';

/** A subscription. The argument `after` of its document is the cursor to go on from. */
export interface Subscription {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Counts streams that this window began without a cursor: what was read before may be older than they are. */
export const streamStarts = createStore(0);

const FIRST_PAUSE_MILLISECONDS = 500;
const MAX_PAUSE_MILLISECONDS = 15_000;

/**
 * Follows a subscription over one stream for all windows of this browser, because a browser opens only six connections to
 * a server: the window that holds a lock has the stream, and passes what comes to the others. When it closes, another
 * window gets the lock and goes on from the last cursor.
 * @returns a function that ends it in this window
 */
export function sharedStream(
  subscription: Subscription,
  receive: (result: ExecutionResult) => void,
): () => void {
  const name = `keywright ${JSON.stringify(subscription)}`;
  const channel = new BroadcastChannel(name);
  const ended = new AbortController();
  let cursor: string | undefined;
  const take = (result: ExecutionResult) => {
    cursor = cursorOf(result) ?? cursor;
    receive(result);
  };
  channel.onmessage = ({ data }) => take(data as ExecutionResult);
  const stream: Stream = {
    after: () => cursor,
    receive(result) {
      channel.postMessage(result);
      take(result);
    },
    missed() {
      cursor = undefined;
      readAgain();
    },
  };
  const lead = () => follow(subscription, stream, ended.signal);
  navigator.locks.request(name, { signal: ended.signal }, lead).catch(() => undefined);
  return () => {
    ended.abort();
    channel.close();
  };
}

interface Stream {
  /** The last cursor. */
  readonly after: () => string | undefined;
  readonly receive: (result: ExecutionResult) => void;
  /** The server does not know the last cursor any more: events may be missing. */
  readonly missed: () => void;
}

/** Reads the stream until `signal` is aborted: it begins again after each break, where it was. */
async function follow(
  { query, variables }: Subscription,
  { after, receive, missed }: Stream,
  signal: AbortSignal,
): Promise<void> {
  let pause = FIRST_PAUSE_MILLISECONDS;
  for (let tries = 0; !signal.aborted; tries += 1) {
    if (tries > 0 && after() === undefined) missed(); // nothing says where the stream broke off
    const from = { ...variables, after: after() ?? variables.after };
    const connected = () => {
      if (!from.after) streamStarts.set(streamStarts.get() + 1);
    };
    const sse = createClient({ url: '/graphql', retryAttempts: 0, on: { connected } });
    const stop = () => sse.dispose();
    signal.addEventListener('abort', stop);
    try {
      for await (const result of sse.iterate({ query, variables: from })) {
        pause = FIRST_PAUSE_MILLISECONDS;
        if (result.errors?.some(({ extensions }) => extensions?.code === 'InvalidParameter'))
          missed();
        if (result.errors) break;
        receive(result as ExecutionResult);
      }
    } catch {
      // The pause follows; failures of other requests are shown where they happen.
    }
    signal.removeEventListener('abort', stop);
    if (signal.aborted) return;
    await wait(pause, signal);
    pause = Math.min(2 * pause, MAX_PAUSE_MILLISECONDS);
    await canConnect(signal);
  }
}

/** The cursor of an event: each subscription has one root field, whose value has it. */
function cursorOf({ data }: ExecutionResult): string | undefined {
  const [value] = Object.values((data ?? {}) as Record<string, { cursor?: string } | null>);
  return value?.cursor;
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
