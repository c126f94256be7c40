import type { LiveEvent } from './event-stream.ts';
import { readAgain } from './server-state.ts';
import { createStore } from './store.ts';
import { leadStream } from './stream-leader.ts';
import { type StreamMessage, streamNames } from './stream-messages.ts';
import { allWants, kindOf, type Want, type WantedKind } from './wants.ts';

/** Counts how often events of a kind began to come: what this window has read may be older than they are. */
export const streamStarts = { keyChanges: createStore(0), auditEvents: createStore(0) };

interface Subscriber {
  readonly wants: readonly Want[];
  readonly receive: (event: LiveEvent) => void;
  /** Whether the stream has all that it wants. */
  isCovered: boolean;
}

const untilTheWindowCloses = () => new Promise<never>(() => {});

/** The subscriptions of this window. The window that holds a lock has the stream, and passes on what comes. */
function openWindow(names: ReturnType<typeof streamNames>) {
  const windowId = [...crypto.getRandomValues(new Uint32Array(4))].join('-');
  const channel = new BroadcastChannel(names.channel);
  const subscribers = new Set<Subscriber>();
  let cursor: string | undefined;
  let leader: ReturnType<typeof leadStream> | undefined;

  const ownWants = () => allWants([...subscribers].map(({ wants }) => wants));
  const post = (message: StreamMessage) => channel.postMessage(message);

  function announce() {
    if (leader) leader.update();
    else post({ kind: 'wants', windowId, wants: ownWants() });
  }

  function opened(wants: readonly Want[], isFresh: boolean) {
    if (isFresh) cursor = undefined;
    const begun = new Set<WantedKind>();
    for (const subscriber of subscribers) {
      if (!subscriber.wants.every((want) => wants.includes(want))) {
        subscriber.isCovered = false;
        continue;
      }
      if (isFresh || !subscriber.isCovered)
        for (const want of subscriber.wants) begun.add(kindOf(want));
      subscriber.isCovered = true;
    }
    for (const kind of begun) streamStarts[kind].set(streamStarts[kind].get() + 1);
  }

  function take(message: StreamMessage) {
    switch (message.kind) {
      case 'whoIsThere':
        return announce();
      case 'wants':
        return leader?.hear(message.windowId, message.wants);
      case 'opened':
        return opened(message.wants, message.isFresh);
      case 'missed':
        cursor = undefined;
        return readAgain();
      case 'wasAway':
        return leader ? undefined : readAgain();
      case 'event':
        cursor = message.event.cursor;
        for (const { wants, receive } of [...subscribers])
          if (wants.some((want) => message.wants.includes(want))) receive(message.event);
    }
  }

  /** Has the stream from now on. @param locks of the browser, with which it finds the other windows */
  function lead(locks: LockManager | undefined) {
    leader = leadStream({
      isActive: () => locks !== undefined || document.visibilityState === 'visible',
      closed: async (other) => void (await locks?.request(names.lockOf(other), () => {})),
      ownWants,
      hasUncovered: () => [...subscribers].some(({ isCovered }) => !isCovered),
      cursor: () => cursor,
      forgetCursor() {
        cursor = undefined;
      },
      tell(message) {
        if (locks) post(message);
        take(message);
      },
    });
    if (locks) post({ kind: 'whoIsThere' });
    else document.addEventListener('visibilitychange', leader.update);
    return untilTheWindowCloses();
  }

  async function begin() {
    // Browsers have no locks for pages over plain http from another computer. Each window then has a stream of its own, while
    // it is to be seen: hidden ones would take the connections of the others.
    const locks = navigator.locks as LockManager | undefined;
    if (!locks) return lead(undefined);
    void locks.request(names.lockOf(windowId), untilTheWindowCloses);
    await locks.request(names.channel, () => lead(locks));
  }

  channel.onmessage = ({ data }) => take(data as StreamMessage);
  void begin();
  return function subscribe(wants: readonly Want[], receive: Subscriber['receive']): () => void {
    const subscriber = { wants, receive, isCovered: false };
    subscribers.add(subscriber);
    announce();
    return () => {
      subscribers.delete(subscriber);
      announce();
    };
  };
}

let caller = '';
let subscribe: ReturnType<typeof openWindow> | undefined;

/** Says who is signed in: only windows of the same caller share a stream. Call it before the first subscription. */
export function setStreamCaller(signedIn: string): void {
  caller = signedIn;
}

/**
 * Receives the live events that are wanted, over one stream for all windows of this browser, because a browser opens only six
 * connections to a server. When the window that has the stream closes, another one goes on from the last cursor.
 * @returns a function that ends it in this window
 */
export function sharedStream(
  wants: readonly Want[],
  receive: (event: LiveEvent) => void,
): () => void {
  subscribe ??= openWindow(streamNames(caller));
  return subscribe(wants, receive);
}
