import { InvalidParameterError } from '#domain/errors.ts';
import {
  type AsymmetricSpec,
  type EncryptionAlgorithm,
  KEY_SPECS,
  type SignatureAlgorithm,
} from '#domain/key-spec.ts';
import { keyReference, keyVersionId } from '#pipeline/fields.ts';
import type { KeyRule } from '#pipeline/operation.ts';

/** Asymmetric keys have no primary version, so every call names a version. */
const usable = { kind: 'asymmetric', states: ['Enabled'], refusal: 'state' } as const;
/** Keys for signing and verifying. The published SDK (kms20160120 3.3.1) documents no ARN for them. */
export const SIGNS = {
  ...usable,
  accepts: ['id', 'alias'],
  usage: 'SIGN/VERIFY',
} as const satisfies KeyRule;
/** Keys for encryption with a public key. The published SDK (kms20160120 3.3.1) documents an ARN too. */
export const IS_ENCRYPTED_TO = {
  ...usable,
  accepts: ['id', 'alias', 'arn'],
  usage: 'ENCRYPT/DECRYPT',
} as const satisfies KeyRule;

/** Input fields that name a version of an asymmetric key. */
export const whichPair = { keyId: keyReference, keyVersionId };

/** Checks that keys of this spec support a signature algorithm. @throws InvalidParameterError */
export function checkSignature(spec: AsymmetricSpec, algorithm: SignatureAlgorithm): void {
  const { signs } = KEY_SPECS[spec];
  if (!signs.includes(algorithm))
    throw new InvalidParameterError(
      'algorithm',
      `A key of spec ${spec} supports the signature algorithms ${signs.join(', ')}.`,
    );
}

/**
 * Checks that keys of this spec support an encryption algorithm.
 * @returns maximum length of its plaintext in bytes. @throws InvalidParameterError
 */
export function checkEncryption(spec: AsymmetricSpec, algorithm: EncryptionAlgorithm): number {
  const { encrypts } = KEY_SPECS[spec];
  const most = encrypts[algorithm];
  if (most === undefined)
    throw new InvalidParameterError(
      'algorithm',
      `A key of spec ${spec} supports the encryption algorithms ${Object.keys(encrypts).join(', ')}.`,
    );
  return most;
}
