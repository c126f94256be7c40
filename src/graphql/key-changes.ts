import { EVENTS } from '#domain/audit-events.ts';
import { getParametersForImport } from '#operations/material-import/get-parameters-for-import.ts';
import { OPERATIONS } from '#operations/registry.ts';
import type { LoggedRow } from '#store/feed/commit-log.ts';

const WRITES = [
  ...OPERATIONS.filter(({ effect }) => effect === 'write').map(({ name, service = 'kms' }) => ({
    name,
    service,
  })),
  ...Object.entries(EVENTS)
    .filter(([, { effect }]) => effect === 'write')
    .map(([name, { service }]) => ({ name, service })),
];

/**
 * All that changes something, also of identities: a stream that hears of such a row checks at once whether its caller may still
 * have it.
 */
export const CHANGES: readonly string[] = WRITES.map(({ name }) => name);

const KEY_CHANGES: ReadonlySet<string> = new Set(
  WRITES.filter(({ service }) => service === 'kms')
    .map(({ name }) => name)
    .filter((name) => name !== getParametersForImport.name), // it changes no key
);

/** The keys that a row says were changed, each once: every change of a key has a row in the transaction of the change. */
export function changedKeys({
  operation,
  outcome,
  keyId,
  otherKeyIds,
}: LoggedRow['row']): { readonly keyId: string }[] {
  if (outcome !== 'Done' || !KEY_CHANGES.has(operation)) return [];
  const ids = new Set([keyId, ...(otherKeyIds?.split(',') ?? [])]);
  return [...ids].flatMap((id) => (id ? [{ keyId: id }] : []));
}
