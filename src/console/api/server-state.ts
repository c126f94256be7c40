import { createStore } from './store.ts';

const PROBE_MILLISECONDS = 2_000;

/** Whether the server answers. */
export const isServerAway = createStore(false);

/** What may have changed unseen. */
type Missed = 'keys' | 'anything';

/** What reads again what may have changed unseen. */
const readers = new Set<(missed: Missed) => void>();

/** Calls `reader` when changes may have been missed, as while the server was away. @returns a function that ends this */
export function onMissed(reader: (missed: Missed) => void): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}

/** Reads again what is shown. @param missed what may have changed */
export function readAgain(missed: Missed = 'anything'): void {
  for (const read of readers) read(missed);
}

let probing = false;

/** Asks whether the server answers, and until it does. Call it when a stream broke off, which a server may do. */
export async function checkServer(): Promise<void> {
  if (!(await isReady())) await probeServer();
}

/** Asks until the server answers. Call it when a request got no answer. */
export async function probeServer(): Promise<void> {
  isServerAway.set(true);
  if (probing) return;
  probing = true;
  while (!(await isReady()))
    await new Promise((resolve) => setTimeout(resolve, PROBE_MILLISECONDS));
  probing = false;
  isServerAway.set(false);
  readAgain();
}

const isReady = async (): Promise<boolean> => {
  try {
    return (await fetch('/readyz', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
};
