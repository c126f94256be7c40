import { z } from 'zod';
import { Plaintext } from '#domain/plaintext.ts';
import { nativeBytes } from '#pipeline/fields.ts';

/** Which key and version did it: alias and ARN come back as the id. */
export const keyAndVersion = { keyId: z.string(), keyVersionId: z.string() };

export const sealedOutput = z.object({ ...keyAndVersion, ciphertextBlob: nativeBytes });

export const plaintextOutput = z.instanceof(Plaintext);

/** Where a page of a list stands in the whole. */
export const page = { pageNumber: z.int(), pageSize: z.int(), totalCount: z.int() };
