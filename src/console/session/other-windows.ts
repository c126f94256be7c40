import type { Failure } from '../api/failure.ts';
import { signedIn, signOut } from '../api/session.ts';

/** All windows of the browser have one session. They say here who is signed in by it now; null: nobody. */
const channel = new BroadcastChannel('keywright session');

/** Tells the other windows who is signed in. */
export const announceCaller = (caller: string | null): void => channel.postMessage(caller);

/**
 * Follows the sign-ins and sign-outs of other windows: with the same caller requests that waited for it go on; with
 * another one, or none, the page is loaded again, so that nothing of this caller stays.
 * @returns a function that ends this
 */
export function followOtherWindows(caller: string): () => void {
  const follow = ({ data }: MessageEvent<unknown>) => {
    if (data === caller) signedIn();
    else window.location.reload();
  };
  channel.addEventListener('message', follow);
  return () => channel.removeEventListener('message', follow);
}

/** Ends the session of the browser, in all its windows. @returns why it failed: then nothing has changed */
export async function leave(): Promise<Failure | undefined> {
  const failure = await signOut();
  if (!failure) announceCaller(null);
  return failure;
}
