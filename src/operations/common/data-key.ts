import { randomFillSync } from 'node:crypto';
import { z } from 'zod';
import { Plaintext } from '#domain/plaintext.ts';
import { dryRun, encryptionContext, integer, keyReference, oneOf } from '#pipeline/fields.ts';
import { sized } from '#pipeline/sizes.ts';

/** What a data key is for; its length in bytes. */
const DATA_KEY_BYTES = { AES_256: 32, AES_128: 16 } as const;
export const DATA_KEY_SPECS = [
  'AES_256',
  'AES_128',
] as const satisfies readonly (keyof typeof DATA_KEY_BYTES)[];
const dataKeySpec = oneOf(DATA_KEY_SPECS);

const fields = {
  keyId: keyReference,
  keySpec: sized(z.string(), 64).optional(),
  numberOfBytes: integer(1, 1_024).optional(),
  encryptionContext: encryptionContext.default([]),
  dryRun,
};
type DataKeyInput = z.output<z.ZodObject<typeof fields>>;

/**
 * How a data key is asked for, with the further fields of one operation. Without keySpec or numberOfBytes it is AES_256. With
 * numberOfBytes keySpec is not read at all: the vendor's encryption SDK for Java sends the spec of its own algorithm there.
 */
export const dataKeyInput = <Further extends z.ZodRawShape>(further: Further) =>
  z.strictObject({ ...fields, ...further }).superRefine((input, context) => {
    const { keySpec, numberOfBytes } = input as Pick<DataKeyInput, 'keySpec' | 'numberOfBytes'>;
    if (keySpec === undefined || numberOfBytes !== undefined) return;
    for (const { message } of dataKeySpec.safeParse(keySpec).error?.issues ?? [])
      context.issues.push({ code: 'custom', message, path: ['keySpec'], input: undefined });
  });

/** Fresh random bytes. Sealed as bytes, so that RPC's Decrypt gives them back as the base64 its clients expect. */
export function makeDataKey({
  keySpec,
  numberOfBytes,
}: Pick<DataKeyInput, 'keySpec' | 'numberOfBytes'>): Plaintext {
  const length = numberOfBytes ?? DATA_KEY_BYTES[dataKeySpec.default('AES_256').parse(keySpec)];
  return new Plaintext('bytes', randomFillSync(Buffer.allocUnsafeSlow(length)));
}
