import { createClient } from 'graphql-sse';
import type { ExecutionResult } from 'urql';
import { checkServer, isServerAway, readAgain } from './server-state.ts';
import { sessionState } from './session.ts';
import { createStore } from './store.ts';

/** Counts how often a stream began without a cursor: what this window has read may be older than it is. */
export const streamStarts = { KeyChanged: createStore(0), AuditEventAdded: createStore(0) };

/** Name of a subscription document. */
export type StreamName = keyof typeof streamStarts;

/** A subscription. The argument `after` of its document is the cursor to go on from. */
export interface Subscription {
  readonly name: StreamName;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const FIRST_PAUSE_MILLISECONDS = 500;
const MAX_PAUSE_MILLISECONDS = 15_000;

/** What windows tell each other: an event, that the stream began without a cursor, or that events were missed. */
type Message = { readonly result: ExecutionResult } | 'started' | 'missed';

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
  const starts = streamStarts[subscription.name];
  let cursor: string | undefined;
  const take = (message: Message) => {
    if (message === 'started') starts.set(starts.get() + 1);
    else if (message === 'missed') {
      cursor = undefined;
      readAgain();
    } else {
      cursor = cursorOf(message.result) ?? cursor;
      receive(message.result);
    }
  };
  channel.onmessage = ({ data }) => take(data as Message);
  const tell = (message: Message) => {
    channel.postMessage(message);
    take(message);
  };
  const lead = () => follow(subscription, { after: () => cursor, tell }, ended.signal);
  const { locks } = navigator;
  const begin = async () => {
    const isLed = await locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock) await lead();
      return lock === null;
    });
    if (!isLed || ended.signal.aborted) return;
    take('started'); // for this window: the stream of another one may be older than what is read here, or younger
    await locks.request(name, { signal: ended.signal }, lead);
  };
  begin().catch(() => undefined);
  return () => {
    ended.abort();
    channel.close();
  };
}

interface Stream {
  /** The last cursor. */
  readonly after: () => string | undefined;
  /** Tells all windows. */
  readonly tell: (message: Message) => void;
}

/** Reads the stream until `signal` is aborted: it begins again after each break, where it was. */
async function follow(
  { query, variables }: Subscription,
  { after, tell }: Stream,
  signal: AbortSignal,
): Promise<void> {
  let pause = FIRST_PAUSE_MILLISECONDS;
  for (let tries = 0; !signal.aborted; tries += 1) {
    if (tries > 0 && after() === undefined) tell('missed'); // nothing says where the stream broke off
    const from = { ...variables, after: after() ?? variables.after };
    const connected = () => {
      if (!from.after) tell('started');
    };
    const sse = createClient({ url: '/graphql', retryAttempts: 0, on: { connected } });
    const stop = () => sse.dispose();
    signal.addEventListener('abort', stop);
    try {
      for await (const result of sse.iterate({ query, variables: from })) {
        pause = FIRST_PAUSE_MILLISECONDS;
        if (result.errors?.some(({ extensions }) => extensions?.code === 'InvalidParameter'))
          tell('missed');
        if (result.errors) break;
        tell({ result: result as ExecutionResult });
      }
    } catch {
      // The pause follows; failures of other requests are shown where they happen.
    }
    signal.removeEventListener('abort', stop);
    if (signal.aborted) return;
    void checkServer();
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
