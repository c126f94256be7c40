import { createClient } from 'graphql-sse';
import { KeyChanges } from './documents.ts';
import type { Endpoint } from './execute.ts';
import type { KeyChangesSubscription } from './generated/graphql.ts';

/** A change of a key, by anybody. */
export type KeyChange = NonNullable<KeyChangesSubscription['keyChanged']>;

const FIRST_PAUSE_MILLISECONDS = 500;
const MAX_PAUSE_MILLISECONDS = 15_000;

/**
 * Follows the changes of keys until `signal` is aborted. After a break it goes on from the last change, so none is
 * missed and none comes twice.
 */
export async function followChanges(
  { url, token }: Endpoint,
  changed: (change: KeyChange) => void,
  signal: AbortSignal,
): Promise<void> {
  let after: string | undefined;
  let pause = FIRST_PAUSE_MILLISECONDS;
  while (!signal.aborted) {
    const client = createClient({
      url: new URL('/graphql', url).href,
      headers: { authorization: `Bearer ${token}` },
      credentials: 'omit', // Keywright accepts cookies only from its own pages.
      retryAttempts: 0, // it would begin again with the same cursor
    });
    signal.addEventListener('abort', client.dispose, { once: true });
    try {
      const request = { query: KeyChanges.toString(), variables: { after } };
      for await (const { data, errors } of client.iterate<KeyChangesSubscription>(request)) {
        if (errors?.some(({ extensions }) => extensions?.field === 'after')) after = undefined;
        const change = data?.keyChanged;
        if (!change) break;
        after = change.cursor;
        pause = FIRST_PAUSE_MILLISECONDS;
        changed(change);
      }
    } catch {
      // The server is away, or the token may not follow changes: the list still works without.
    }
    signal.removeEventListener('abort', client.dispose);
    client.dispose();
    await wait(pause, signal);
    pause = Math.min(2 * pause, MAX_PAUSE_MILLISECONDS);
  }
}

const wait = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
