import { useState } from 'react';
import { ConnectionForm } from './connection-form.tsx';
import type { Endpoint } from './execute.ts';
import { Keys } from './keys.tsx';

export function App() {
  // In memory only. What a page writes to localStorage stays after the page is closed, where every
  // script that this origin ever loads can read it.
  const [endpoint, setEndpoint] = useState<Endpoint>();
  return (
    <main>
      <h1>Keys</h1>
      <ConnectionForm onConnect={setEndpoint} />
      {/* Another key makes React begin with an empty list: it may be another account. */}
      {endpoint && <Keys key={`${endpoint.url} ${endpoint.token}`} endpoint={endpoint} />}
    </main>
  );
}
