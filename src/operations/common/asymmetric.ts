import { InvalidParameterError } from '#domain/errors.ts';
import {
  type AsymmetricSpec,
  type EncryptionAlgorithm,
  KEY_SPECS,
  type SignatureAlgorithm,
} from '#domain/key-spec.ts';
import { keyReference, keyVersionId } from '#pipeline/fields.ts';
import type { KeyRule } from '#pipeline/operation.ts';

/**
 * Which key pairs sign, and which are encrypted to. They have no primary version, so every call names one. The published
 * SDKs (kms20160120 3.3.1) name an ARN for encryption and not for signatures.
 */
const usable = { kind: 'asymmetric', states: ['Enabled'], refusal: 'state' } as const;
export const SIGNS = {
  ...usable,
  accepts: ['id', 'alias'],
  usage: 'SIGN/VERIFY',
} as const satisfies KeyRule;
export const IS_ENCRYPTED_TO = {
  ...usable,
  accepts: ['id', 'alias', 'arn'],
  usage: 'ENCRYPT/DECRYPT',
} as const satisfies KeyRule;

export const whichPair = { keyId: keyReference, keyVersionId };

/** @throws InvalidParameterError for an algorithm of another spec */
export function checkSignature(spec: AsymmetricSpec, algorithm: SignatureAlgorithm): void {
  const { signs } = KEY_SPECS[spec];
  if (!signs.includes(algorithm))
    throw new InvalidParameterError(
      'algorithm',
      `A key of spec ${spec} signs by ${signs.join(', ')}.`,
    );
}

/** @returns the most bytes that the algorithm encrypts @throws InvalidParameterError for an algorithm of another spec */
export function checkEncryption(spec: AsymmetricSpec, algorithm: EncryptionAlgorithm): number {
  const { encrypts } = KEY_SPECS[spec];
  const most = encrypts[algorithm];
  if (most === undefined)
    throw new InvalidParameterError(
      'algorithm',
      `A key of spec ${spec} is encrypted to by ${Object.keys(encrypts).join(', ')}.`,
    );
  return most;
}
