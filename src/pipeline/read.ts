import { NoPermissionError } from '#domain/errors.ts';
import { isAllowed } from '#domain/policy.ts';
import { type AccountReader, accountReader } from '#store/read/account-reader.ts';
import type { Call } from './call.ts';
import type { AnyOperation } from './operation.ts';

/** An operation that reads. An object made up of a name is none. */
type Readable = AnyOperation & { readonly effect: 'read' };

/**
 * Reads under the name of an operation: its permission is checked, it is counted and logged, and what is handed out reads
 * the caller's account and keys that exist, and nothing else. @throws NoPermissionError
 */
export type Read<Reader> = (operation: Readable) => Reader;

/** Checks the permission of a read. @throws NoPermissionError */
function authorizeRead({ name }: Readable, call: Call): void {
  call.performed.push(name);
  // Also for an operation that needs no permission itself: the reader shows more than that operation does.
  const refusal = isAllowed(call.principal, name) ? undefined : new NoPermissionError(name);
  call.services.meter.operation(call.surface, name, refusal?.code ?? 'Done');
  if (refusal) throw refusal;
}

/** The reads of one call. @param wrap how the surface asks for rows, once per call: GraphQL batches what a page needs */
export function createRead<Reader>(
  call: Call,
  wrap: (reader: AccountReader) => Reader,
): Read<Reader> {
  const { services, principal } = call;
  const reader = wrap(accountReader(services, principal.accountId, services.clock));
  return (operation) => {
    authorizeRead(operation, call);
    return reader;
  };
}
