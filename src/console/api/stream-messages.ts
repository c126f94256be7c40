import type { LiveEvent } from './event-stream.ts';
import type { Want } from './wants.ts';

/** What windows tell each other over the channel of this name. */
export type StreamMessage =
  /** From the window that has taken over the stream: all others answer with what they want. */
  | { readonly kind: 'whoIsThere' }
  | { readonly kind: 'wants'; readonly windowId: string; readonly wants: readonly Want[] }
  /** The stream has begun with these wants. `isFresh`: there was no cursor, so that it may be younger than what was read. */
  | { readonly kind: 'opened'; readonly wants: readonly Want[]; readonly isFresh: boolean }
  /** An event, and the wants that it matches. */
  | { readonly kind: 'event'; readonly event: LiveEvent; readonly wants: readonly Want[] }
  /** Events may have been missed: the cursor does not help any more. */
  | { readonly kind: 'missed' }
  /** The server did not answer, and does again. The window of the stream has noticed that itself. */
  | { readonly kind: 'wasAway' };

/** Names of the channel and the locks of all windows in which the same caller is signed in. */
export const streamNames = (caller: string) => {
  const channel = `keywright live events ${caller}`;
  return {
    /** Also that of the lock of the window that has the stream. */
    channel,
    /** Name of a lock that a window holds as long as it is open. */
    lockOf: (windowId: string): string => `${channel} ${windowId}`,
  };
};
