import { randomFillSync } from 'node:crypto';
import type { z } from 'zod';
import { Plaintext } from '#domain/plaintext.ts';
import { dryRun, encryptionContext, integer, keyReference, oneOf } from '../fields.ts';

/** What a data key is for; its length in bytes. */
const DATA_KEY_BYTES = { AES_256: 32, AES_128: 16 } as const;
export const DATA_KEY_SPECS = ['AES_256', 'AES_128'] as const satisfies readonly (keyof typeof DATA_KEY_BYTES)[];

/** How a data key is asked for. NumberOfBytes wins over KeySpec; without either it is AES_256. */
export const dataKeyInput = {
  keyId: keyReference,
  keySpec: oneOf(DATA_KEY_SPECS).optional(),
  numberOfBytes: integer(1, 1_024).optional(),
  encryptionContext: encryptionContext.default([]),
  dryRun,
};

type DataKeyInput = z.output<z.ZodObject<typeof dataKeyInput>>;

/** Fresh random bytes. Sealed as bytes, so that RPC's Decrypt gives them back as the base64 its clients expect. */
export function makeDataKey({
  keySpec = 'AES_256',
  numberOfBytes = DATA_KEY_BYTES[keySpec],
}: Pick<DataKeyInput, 'keySpec' | 'numberOfBytes'>): Plaintext {
  return new Plaintext('bytes', randomFillSync(Buffer.allocUnsafeSlow(numberOfBytes)));
}
