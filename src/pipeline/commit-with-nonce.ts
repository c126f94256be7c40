import type { WriteSet } from '#store/commit/write-set.ts';
import { insertNonce } from '#store/writes/insert-nonce.ts';
import type { Call } from './call.ts';

/**
 * Commits a request's writes with the nonce of its signature, so that a replay is refused at every
 * replica and after a restart. The nonce of a request that writes nothing is remembered by the
 * store in its own time.
 */
export async function commitWithNonce(
  { services, nonce }: Pick<Call, 'services' | 'nonce'>,
  writes: WriteSet,
): Promise<void> {
  if (writes.length > 0) await services.commit(nonce ? [...writes, insertNonce(nonce)] : writes);
  else if (nonce) await services.rememberNonce(nonce);
}
