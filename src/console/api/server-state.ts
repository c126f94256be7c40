import { createStore } from './store.ts';

const PROBE_MILLISECONDS = 2_000;

/** Whether the server answers. */
export const isServerAway = createStore(false);

/** What reads again what may have changed unseen. */
const readers = new Set<() => void>();

/** Calls `reader` when changes may have been missed, as while the server was away. @returns a function that ends this */
export function onMissed(reader: () => void): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}

/** Reads again what is shown. */
export function readAgain(): void {
  for (const read of readers) read();
}

let probing = false;

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
