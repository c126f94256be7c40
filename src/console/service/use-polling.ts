import { useEffect } from 'react';

const PAUSE_MILLISECONDS = 5_000;

/** Reads again every five seconds while it is on, and while somebody can see the page. */
export function usePolling(isOn: boolean, read: () => void): void {
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') read();
    }, PAUSE_MILLISECONDS);
    return () => clearInterval(timer);
  }, [isOn, read]);
}
