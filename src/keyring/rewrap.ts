import type { Keyring, WrapContext, Wrapped } from './keyring.ts';

/**
 * Wraps a stored value again, under the current root key.
 * @param under the id of the root key that opens it
 * @throws UnwrapError; ServiceUnavailableError where the keyring does not have this root key
 */
export function rewrap(
  keyring: Keyring,
  context: WrapContext,
  wrapped: Uint8Array<ArrayBuffer>,
  under: string,
): Wrapped {
  // Imported material that was deleted: there is nothing to wrap, but the row must not name the old root key.
  if (wrapped.length === 0) return { bytes: wrapped, rootKeyId: keyring.currentId };
  const secret = keyring.unwrap(context, wrapped, under);
  try {
    return keyring.wrap(context, secret);
  } finally {
    secret.fill(0);
  }
}
