import type { LiveEvent } from './event-stream.ts';
import type { Want } from './wants.ts';

/** What windows tell each other over the channel of this name. */
export type StreamMessage =
  /** From the window that has taken over the stream: all others answer with what they want. */
  | { readonly kind: 'whoIsThere' }
  /** @see windowLock */
  | { readonly kind: 'wants'; readonly windowId: string; readonly wants: readonly Want[] }
  /** The stream has begun with these wants. `isFresh`: there was no cursor, so that it may be younger than what was read. */
  | { readonly kind: 'opened'; readonly wants: readonly Want[]; readonly isFresh: boolean }
  /** An event, and the wants that it matches. */
  | { readonly kind: 'event'; readonly event: LiveEvent; readonly wants: readonly Want[] }
  /** Events may have been missed: the cursor does not help any more. */
  | { readonly kind: 'missed' };

/** Name of the channel, and of the lock of the window that has the stream. */
export const STREAM_NAME = 'keywright live events';

/** Name of a lock that a window holds as long as it is open. */
export const windowLock = (windowId: string): string => `${STREAM_NAME} ${windowId}`;
