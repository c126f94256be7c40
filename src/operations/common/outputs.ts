import { z } from 'zod';
import { Plaintext } from '#domain/plaintext.ts';
import { nativeBytes } from '#pipeline/fields.ts';

/** The ids of the key and version that an operation used. An alias or ARN in the input is replaced by the key's id. */
export const keyAndVersion = { keyId: z.string(), keyVersionId: z.string() };

/** Answer of operations that encrypt. */
export const sealedOutput = z.object({ ...keyAndVersion, ciphertextBlob: nativeBytes });

/** A plaintext in an answer. RPC writes bytes as base64 and text unchanged. */
export const plaintextOutput = z.instanceof(Plaintext);

/** The number and size of a page in an answer, and the number of rows on all pages. */
export const page = { pageNumber: z.int(), pageSize: z.int(), totalCount: z.int() };
