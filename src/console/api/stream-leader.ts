import { followEvents } from './event-stream.ts';
import type { StreamMessage } from './stream-messages.ts';
import { allWants, type Want } from './wants.ts';

/** Gathers what several views and windows want at about the same time, so that the stream opens once. */
const GATHERED_MILLISECONDS = 50;

interface LeaderOptions {
  /** Whether this window has the stream now. */
  readonly isActive: () => boolean;
  /** Resolves when another window is closed. */
  readonly closed: (windowId: string) => Promise<void>;
  /** What the window of the stream itself wants. */
  readonly ownWants: () => readonly Want[];
  /** Whether the window of the stream wants something that no stream has had yet. */
  readonly hasUncovered: () => boolean;
  /** Cursor of the last event. */
  readonly cursor: () => string | undefined;
  readonly forgetCursor: () => void;
  /** Tells all windows, this one too. */
  readonly tell: (message: StreamMessage) => void;
}

/** Has the stream from now on, for what this window and the others want. */
export function leadStream(options: LeaderOptions) {
  const { isActive, closed, ownWants, hasUncovered, cursor, forgetCursor, tell } = options;
  const others = new Map<string, readonly Want[]>();
  let wants: readonly Want[] = [];
  let ended = new AbortController();
  /** A window that takes over goes on from the cursor. */
  let hasOpened = false;
  let isOpen = false;
  let isGathering = false;

  const tellOpened = (isFresh: boolean) => tell({ kind: 'opened', wants, isFresh });

  /** Opens the stream, again if it is not that for all that is wanted. */
  function open() {
    isGathering = false;
    const wanted = isActive() ? allWants([ownWants(), ...others.values()]) : [];
    if (JSON.stringify(wanted) === JSON.stringify(wants)) {
      if (isOpen) tellOpened(false);
      return;
    }
    // From the cursor on, what is wanted only now may have thousands of events. All windows read again what they may miss.
    const isMore = wanted.some((want) => !wants.includes(want));
    if (hasUncovered() || (hasOpened && isMore)) forgetCursor();
    hasOpened = true;
    ended.abort();
    ended = new AbortController();
    isOpen = false;
    wants = wanted;
    if (wanted.length === 0) return;
    const opened = (isFresh: boolean) => {
      isOpen = true;
      tellOpened(isFresh);
    };
    void followEvents(
      wanted,
      {
        cursor,
        opened,
        receive: (event, matched) => tell({ kind: 'event', event, wants: matched }),
        missed: () => tell({ kind: 'missed' }),
        wasAway: () => tell({ kind: 'wasAway' }),
      },
      ended.signal,
    );
  }

  function update() {
    if (isGathering) return;
    isGathering = true;
    setTimeout(open, GATHERED_MILLISECONDS);
  }

  async function forgetWhenClosed(windowId: string) {
    await closed(windowId);
    others.delete(windowId);
    update();
  }

  update();
  return {
    /** Call when this window wants something else. */
    update,
    /** What another window wants from now on. */
    hear(windowId: string, theirs: readonly Want[]) {
      if (!others.has(windowId)) void forgetWhenClosed(windowId);
      others.set(windowId, theirs);
      update();
      if (isOpen) tellOpened(false);
    },
  };
}
