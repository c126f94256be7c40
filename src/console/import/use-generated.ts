import { useCallback, useEffect, useRef, useState } from 'react';

/** Material that this page generated. It is in no state of React, and is overwritten when it is not needed any more. */
export function useGenerated(bytes: number) {
  const material = useRef<Uint8Array<ArrayBuffer>>(undefined);
  const [isThere, setThere] = useState(false);
  const forget = useCallback(() => {
    material.current?.fill(0);
    material.current = undefined;
    setThere(false);
  }, []);
  useEffect(() => forget, [forget]);
  const generate = useCallback(() => {
    material.current?.fill(0);
    material.current = crypto.getRandomValues(new Uint8Array(bytes));
    setThere(true);
  }, [bytes]);
  return { isThere, generate, forget, get: () => material.current };
}
