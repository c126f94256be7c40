import { InvalidParameterError } from '#domain/errors.ts';
import type { Plaintext } from '#domain/plaintext.ts';
import {
  MAX_WRAPPED_BYTES,
  readPublicKey,
  WRAPPING_ALGORITHMS,
  WRAPPING_KEY_SPECS,
  type WrappingAlgorithm,
  wrap,
} from '#domain/wrapping.ts';
import { bytes, oneOf } from '#pipeline/fields.ts';

/** Input fields for the public key that a data key is wrapped under. */
export const exportInput = {
  publicKeyBlob: bytes(1, 1_024),
  wrappingKeySpec: oneOf(WRAPPING_KEY_SPECS),
  wrappingAlgorithm: oneOf(WRAPPING_ALGORITHMS),
};

/**
 * Wraps a data key under the caller's public key.
 * @param field the input field to name if the data key is too long. @throws InvalidParameterError
 */
export function exportTo(
  {
    publicKeyBlob,
    wrappingAlgorithm,
  }: { publicKeyBlob: Uint8Array; wrappingAlgorithm: WrappingAlgorithm },
  dataKey: Plaintext,
  field: string,
): Buffer {
  const publicKey = readPublicKey(publicKeyBlob);
  if (!publicKey)
    throw new InvalidParameterError(
      'publicKeyBlob',
      'Give an RSA public key of 2048 bits as DER (SubjectPublicKeyInfo), in base64.',
    );
  const most = MAX_WRAPPED_BYTES[wrappingAlgorithm];
  if (dataKey.bytes.length > most)
    throw new InvalidParameterError(
      field,
      `${wrappingAlgorithm} wraps data keys of at most ${most} bytes.`,
    );
  return wrap(publicKey, wrappingAlgorithm, dataKey.bytes);
}
