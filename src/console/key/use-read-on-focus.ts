import { useEffect } from 'react';

/** Reads again when the reader comes back to this window: others may have changed what it shows. @param read a stable function */
export function useReadOnFocus(read: () => void): void {
  useEffect(() => {
    const readIfVisible = () => document.visibilityState === 'visible' && read();
    window.addEventListener('focus', readIfVisible);
    document.addEventListener('visibilitychange', readIfVisible);
    return () => {
      window.removeEventListener('focus', readIfVisible);
      document.removeEventListener('visibilitychange', readIfVisible);
    };
  }, [read]);
}
