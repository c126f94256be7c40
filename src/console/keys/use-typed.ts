import { useEffect, useState } from 'react';

const PAUSE_MILLISECONDS = 300;

/**
 * A text that is used once its writer pauses.
 * @param value what is used now; when it changes otherwise, as by Back, the text follows
 */
export function useTyped(value: string, use: (text: string) => void) {
  const [text, setText] = useState(value);
  const [used, setUsed] = useState(value);
  if (value !== used) {
    setUsed(value);
    setText(value);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of the text begins a pause
  useEffect(() => {
    if (text === used) return;
    const timer = setTimeout(() => {
      setUsed(text);
      use(text);
    }, PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText] as const;
}
