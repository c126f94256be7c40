import { followEvents } from './event-stream.ts';
import { type StreamMessage, windowLock } from './stream-messages.ts';
import { allWants, type Want } from './wants.ts';

/** Gathers what several views and windows want at about the same time, so that the stream opens once. */
const GATHERED_MILLISECONDS = 50;

interface LeaderOptions {
  /** What the window of the stream itself wants. */
  readonly ownWants: () => readonly Want[];
  /** Cursor of the last event. */
  readonly cursor: () => string | undefined;
  /** Tells all windows, this one too. */
  readonly tell: (message: StreamMessage) => void;
}

/** Has the stream from now on, for what this window and the others want. */
export function leadStream({ ownWants, cursor, tell }: LeaderOptions) {
  const others = new Map<string, readonly Want[]>();
  let wants: readonly Want[] = [];
  let ended = new AbortController();
  let isOpen = false;
  let isGathering = false;

  /** Opens the stream, again if it is not that for all that is wanted: it goes on from the cursor. */
  function open() {
    isGathering = false;
    const wanted = allWants([ownWants(), ...others.values()]);
    if (JSON.stringify(wanted) === JSON.stringify(wants)) return;
    ended.abort();
    ended = new AbortController();
    isOpen = false;
    wants = wanted;
    if (wanted.length === 0) return;
    const opened = (isFresh: boolean) => {
      isOpen = true;
      tell({ kind: 'opened', wants: wanted, isFresh });
    };
    void followEvents(
      wanted,
      {
        cursor,
        opened,
        receive: (event, matched) => tell({ kind: 'event', event, wants: matched }),
        missed: () => tell({ kind: 'missed' }),
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
    await navigator.locks.request(windowLock(windowId), () => {
      others.delete(windowId);
      update();
    });
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
      if (isOpen) tell({ kind: 'opened', wants, isFresh: false });
    },
  };
}
