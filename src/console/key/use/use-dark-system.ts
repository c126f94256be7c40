import { useSyncExternalStore } from 'react';

const query = window.matchMedia('(prefers-color-scheme: dark)');

function subscribe(listener: () => void): () => void {
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Whether the system prefers dark colors. */
export const useDarkSystem = (): boolean => useSyncExternalStore(subscribe, () => query.matches);
