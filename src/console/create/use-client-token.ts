import { useCallback, useRef } from 'react';

const TOKEN_BYTES = 16;

/** A random token. `crypto.randomUUID` is only there over https and on the same computer. */
const newToken = (): string =>
  [...crypto.getRandomValues(new Uint8Array(TOKEN_BYTES))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

/**
 * A token with which the server makes one key of several requests with the same input, as after a second press or a broken
 * connection. Another input gets another token.
 */
export function useClientToken(): (input: object) => string {
  const last = useRef({ input: '', token: '' });
  return useCallback((input) => {
    const text = JSON.stringify(input);
    if (last.current.input !== text) last.current = { input: text, token: newToken() };
    return last.current.token;
  }, []);
}
