import type { SubmitEvent } from 'react';
import type { Endpoint } from './execute.ts';

const DEFAULT_URL: string = import.meta.env.VITE_KEYWRIGHT_URL ?? 'http://127.0.0.1:4000';

/** Asks for the address of Keywright and an API token. */
export function ConnectionForm({ onConnect }: { onConnect: (endpoint: Endpoint) => void }) {
  function connect(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault(); // the browser would load the page again, and lose the token
    const form = new FormData(event.currentTarget);
    onConnect({ url: String(form.get('url')), token: String(form.get('token')).trim() });
  }
  return (
    <form onSubmit={connect}>
      <label htmlFor="url">Address of Keywright</label>
      <input id="url" name="url" type="url" required defaultValue={DEFAULT_URL} />
      <label htmlFor="token">API token</label>
      <input id="token" name="token" type="password" required autoComplete="off" />
      <button type="submit">Use this token</button>
    </form>
  );
}
