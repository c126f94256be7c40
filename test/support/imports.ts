import { constants, createPublicKey, publicEncrypt } from 'node:crypto';
import type { Caller } from './caller.ts';

/** The OpenSSL name of each wrapping algorithm's hash. */
export const OAEP_HASHES = { RSAES_OAEP_SHA_256: 'sha256', RSAES_OAEP_SHA_1: 'sha1' } as const;
export type WrappingAlgorithm = keyof typeof OAEP_HASHES;

export const parametersFor = (
  as: Caller,
  keyId: string,
  wrappingAlgorithm: WrappingAlgorithm = 'RSAES_OAEP_SHA_256',
) => as.act('GetParametersForImport', { keyId, wrappingAlgorithm, wrappingKeySpec: 'RSA_2048' });

/** What a caller does with the parameters, by node:crypto. @returns the input of ImportKeyMaterial */
export function wrapFor(
  parameters: Readonly<Record<string, string>>,
  material: Uint8Array,
  oaepHash: string = 'sha256',
) {
  const key = createPublicKey({
    key: Buffer.from(parameters.publicKey ?? '', 'base64'),
    format: 'der',
    type: 'spki',
  });
  return {
    keyId: parameters.keyId,
    encryptedKeyMaterial: publicEncrypt(
      { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash },
      material,
    ),
    importToken: Buffer.from(parameters.importToken ?? '', 'base64'),
  };
}

/** Gives a key of origin EXTERNAL its material. @returns the input that did it, which can be sent again */
export async function importMaterial(
  as: Caller,
  keyId: string,
  material: Uint8Array,
  more: object = {},
) {
  const input = { ...wrapFor(await parametersFor(as, keyId), material), ...more };
  await as.act('ImportKeyMaterial', input);
  return input;
}
