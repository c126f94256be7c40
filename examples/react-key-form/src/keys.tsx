import type { Endpoint } from './execute.ts';
import { KeyForm } from './key-form.tsx';
import { KeyList } from './key-list.tsx';
import { useKeys } from './use-keys.ts';

/** The keys that one token may see, and a form that adds one. */
export function Keys({ endpoint }: { endpoint: Endpoint }) {
  const keys = useKeys(endpoint);
  return (
    <>
      <KeyForm endpoint={endpoint} onCreated={keys.add} />
      <KeyList {...keys} />
    </>
  );
}
