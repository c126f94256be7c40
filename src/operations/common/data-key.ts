import { randomFillSync } from 'node:crypto';
import { z } from 'zod';
import { Plaintext } from '#domain/plaintext.ts';
import { dryRun, encryptionContext, integer, keyReference, oneOf } from '#pipeline/fields.ts';
import { sized } from '#pipeline/sizes.ts';

/** Length in bytes of a data key of each spec. */
const DATA_KEY_BYTES = { AES_256: 32, AES_128: 16 } as const;
/** The specs of data keys in the order of the documentation. */
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
 * Input of an operation that generates a data key, with further fields of its own. The default is AES_256. With
 * numberOfBytes, keySpec is ignored, even an invalid one: the vendor's encryption SDK for Java sends the name of its own
 * algorithm there.
 */
export const dataKeyInput = <Further extends z.ZodRawShape>(further: Further) =>
  z.strictObject({ ...fields, ...further }).superRefine((input, context) => {
    const { keySpec, numberOfBytes } = input as Pick<DataKeyInput, 'keySpec' | 'numberOfBytes'>;
    if (keySpec === undefined || numberOfBytes !== undefined) return;
    for (const { message } of dataKeySpec.safeParse(keySpec).error?.issues ?? [])
      context.issues.push({ code: 'custom', message, path: ['keySpec'], input: undefined });
  });

/** Generates a data key. Its kind is `bytes`, so that RPC's Decrypt returns the base64 that clients expect. */
export function makeDataKey({
  keySpec,
  numberOfBytes,
}: Pick<DataKeyInput, 'keySpec' | 'numberOfBytes'>): Plaintext {
  const length = numberOfBytes ?? DATA_KEY_BYTES[dataKeySpec.default('AES_256').parse(keySpec)];
  return new Plaintext('bytes', randomFillSync(Buffer.allocUnsafeSlow(length)));
}
