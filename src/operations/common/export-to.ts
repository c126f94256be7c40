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

/** Whom a data key is exported to. */
export const exportInput = {
  publicKeyBlob: bytes(1, 1_024),
  wrappingKeySpec: oneOf(WRAPPING_KEY_SPECS),
  wrappingAlgorithm: oneOf(WRAPPING_ALGORITHMS),
};

/** Wraps a data key under a caller's public key. @throws InvalidParameterError for what is no such key, or is too long for it */
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
