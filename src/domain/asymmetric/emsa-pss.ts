import { createHash } from 'node:crypto';

/** As long as the hash: the usual choice (RFC 8017, 9.1), and the one that verifiers of this algorithm are told. */
export const PSS_SALT_BYTES = 32;
const HASH_BYTES = 32;
const TRAILER = 0xbc;
/** emBits is one less than the modulus has (8.1.1): so much of the first byte may be set. */
const FIRST_BYTE_MASK = 0x7f;

/**
 * The encoding that RSASSA-PSS signs (RFC 8017, 9.1.1), with SHA-256 throughout: maskedDB ‖ H ‖ bc, where
 * DB = zeros ‖ 01 ‖ salt and H = SHA-256(zeros 8 ‖ digest ‖ salt). For moduli of whole bytes alone.
 * @param salt 32 random bytes
 * @returns as many bytes as the modulus has; as a number, less than the modulus
 */
export function encodePss(digest: Uint8Array, salt: Uint8Array, modulusBytes: number): Buffer {
  const hash = hashWithSalt(digest, salt);
  const block = Buffer.alloc(modulusBytes - HASH_BYTES - 1);
  block[block.length - PSS_SALT_BYTES - 1] = 1;
  block.set(salt, block.length - PSS_SALT_BYTES);
  const masked = mask(block, hash);
  return Buffer.concat([masked, hash, Buffer.of(TRAILER)]);
}

/** Whether an encoding is one of the digest: every bit of it is looked at, and a salt of another length is refused (9.1.2). */
export function isPssOf(digest: Uint8Array, encoded: Buffer): boolean {
  const block = encoded.subarray(0, -HASH_BYTES - 1);
  const hash = encoded.subarray(-HASH_BYTES - 1, -1);
  if (encoded.at(-1) !== TRAILER || (encoded[0] ?? 0) > FIRST_BYTE_MASK) return false;
  const unmasked = mask(block, hash);
  const salt = unmasked.subarray(-PSS_SALT_BYTES);
  const padding = unmasked.subarray(0, -PSS_SALT_BYTES);
  const isPadding = padding.every((byte, i) => byte === (i === padding.length - 1 ? 1 : 0));
  return isPadding && hashWithSalt(digest, salt).equals(hash);
}

const hashWithSalt = (digest: Uint8Array, salt: Uint8Array): Buffer =>
  createHash('sha256').update(Buffer.alloc(8)).update(digest).update(salt).digest();

/** Masks a block, or unmasks it, by MGF1 of a seed (B.2.1). The bit that is over is cleared. */
function mask(block: Buffer, seed: Uint8Array): Buffer {
  const masked = Buffer.alloc(block.length);
  const counter = Buffer.alloc(4);
  for (let start = 0; start < block.length; start += HASH_BYTES) {
    counter.writeUInt32BE(start / HASH_BYTES);
    const stream = createHash('sha256').update(seed).update(counter).digest();
    for (let i = start; i < Math.min(start + HASH_BYTES, block.length); i++)
      masked[i] = (block[i] ?? 0) ^ (stream[i - start] ?? 0);
  }
  masked[0] = (masked[0] ?? 0) & FIRST_BYTE_MASK;
  return masked;
}
