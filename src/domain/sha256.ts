import { hash } from 'node:crypto';

/** SHA-256 (FIPS 180-4) of bytes, or of a text's UTF-8 bytes: 32 bytes. */
export const sha256 = (data: string | Uint8Array): Buffer => hash('sha256', data, 'buffer');

/** The same as text, without a Buffer in between, which costs more than the hash of a short text. */
export const sha256Text = (data: string | Uint8Array, encoding: 'hex' | 'base64url'): string =>
  hash('sha256', data, encoding);
