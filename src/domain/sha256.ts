import { createHash } from 'node:crypto';

/** SHA-256 (FIPS 180-4) of bytes, or of a text's UTF-8 bytes: 32 bytes. */
export const sha256 = (data: string | Uint8Array): Buffer =>
  createHash('sha256').update(data).digest();
