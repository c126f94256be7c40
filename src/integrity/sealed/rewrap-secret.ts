import { type Keyring, UnwrapError, type WrapContext, type Wrapped } from '#keyring/keyring.ts';
import { rewrap } from '#keyring/rewrap.ts';

/**
 * Wraps the secret of a row again, under the current root key.
 * @param isIntact whether the row is as this service wrote it. Otherwise its secret may not open: then it stays as it is,
 * so that an altered row cannot stop a rotation of the root key
 * @throws UnwrapError where the secret of an intact row does not open
 */
export function rewrapSecret(
  keyring: Keyring,
  context: WrapContext,
  wrapped: Uint8Array<ArrayBuffer>,
  under: string,
  isIntact: boolean,
): Wrapped {
  try {
    return rewrap(keyring, context, wrapped, under);
  } catch (error) {
    if (isIntact || !(error instanceof UnwrapError)) throw error;
    return { bytes: wrapped, rootKeyId: keyring.currentId };
  }
}
