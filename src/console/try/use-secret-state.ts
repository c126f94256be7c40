import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';
import { sessionState } from '../api/session.ts';

/**
 * State that holds a plaintext or what belongs to it. It is forgotten when the session ends, and when the page is left: a
 * browser may keep a page that was left in memory, to show it again.
 */
export function useSecretState<Value>(initial: Value): [Value, Dispatch<SetStateAction<Value>>] {
  const [empty] = useState(initial);
  const [value, setValue] = useState(initial);
  useEffect(() => {
    const forget = () => setValue(empty);
    const unfollow = sessionState.subscribe(() => {
      if (sessionState.get() !== 'signedIn') forget();
    });
    window.addEventListener('pagehide', forget);
    return () => {
      unfollow();
      window.removeEventListener('pagehide', forget);
    };
  }, [empty]);
  return [value, setValue];
}
