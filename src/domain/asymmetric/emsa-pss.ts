import { sha256 } from '../sha256.ts';

/** As long as the hash (RFC 8017 §9.1): what verifiers of this algorithm expect. */
export const PSS_SALT_BYTES = 32;
const HASH_BYTES = 32;
const TRAILER = 0xbc;
/** emBits is modBits − 1 (§8.1.1), so the highest bit of the first byte is 0. */
const FIRST_BYTE_MASK = 0x7f;

/**
 * EMSA-PSS-ENCODE (RFC 8017 §9.1.1) with SHA-256 for the hash and MGF1: maskedDB ‖ H ‖ bc, where
 * DB = zeros ‖ 01 ‖ salt and H = SHA-256(zeros 8 ‖ digest ‖ salt). Only for moduli of whole bytes.
 * @param salt 32 random bytes
 * @returns `modulusBytes` bytes; as a number, less than the modulus
 */
export function encodePss(digest: Uint8Array, salt: Uint8Array, modulusBytes: number): Buffer {
  const hash = hashWithSalt(digest, salt);
  const block = Buffer.alloc(modulusBytes - HASH_BYTES - 1);
  block[block.length - PSS_SALT_BYTES - 1] = 1;
  block.set(salt, block.length - PSS_SALT_BYTES);
  const masked = mask(block, hash);
  return Buffer.concat([masked, hash, Buffer.of(TRAILER)]);
}

/** EMSA-PSS-VERIFY (§9.1.2). Checks every bit of the encoding; a salt of another length does not verify. */
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
  sha256(Buffer.concat([Buffer.alloc(8), digest, salt]));

/** Masks a block with MGF1 of a seed (§B.2.1), or unmasks it, and clears the highest bit. */
function mask(block: Buffer, seed: Uint8Array): Buffer {
  const masked = Buffer.alloc(block.length);
  const counter = Buffer.alloc(4);
  for (let start = 0; start < block.length; start += HASH_BYTES) {
    counter.writeUInt32BE(start / HASH_BYTES);
    const stream = sha256(Buffer.concat([seed, counter]));
    for (let i = start; i < Math.min(start + HASH_BYTES, block.length); i++)
      masked[i] = (block[i] ?? 0) ^ (stream[i - start] ?? 0);
  }
  masked[0] = (masked[0] ?? 0) & FIRST_BYTE_MASK;
  return masked;
}
