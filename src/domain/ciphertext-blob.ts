/** How a caller gave a plaintext: as text (RPC Encrypt), or as bytes. */
export const PLAINTEXT_KINDS = ['text', 'bytes'] as const;
export type PlaintextKind = (typeof PLAINTEXT_KINDS)[number];

/** The parts of a ciphertext blob. The README of this folder publishes the layout, and only this file implements it. */
export interface CiphertextBlob {
  readonly kind: PlaintextKind;
  /** The UUID of the key version that sealed it. */
  readonly keyVersionId: string;
  /** Authenticated: format 1 ‖ kind 1 ‖ key version 16 ‖ salt 32. */
  readonly header: Uint8Array;
  /** Ciphertext ‖ 16-byte tag. */
  readonly sealed: Uint8Array;
}

/** The first byte of every blob. Another layout gets another number. */
export const FORMAT = 1;
/** Length of the salt of HKDF (RFC 5869 §2.2), random and new for each blob. */
export const SALT_BYTES = 32;
/** The authentication tag of GCM, at its full length (NIST SP 800-38D §5.2.1.2). */
export const TAG_BYTES = 16;
const VERSION_BEGIN = 2;
const SALT_BEGIN = VERSION_BEGIN + 16;
const HEADER_BYTES = SALT_BEGIN + SALT_BYTES;
const KIND_CODES: Readonly<Record<PlaintextKind, number>> = { text: 1, bytes: 2 };

/** A blob of the longest plaintext: text of 8,192 bytes. */
export const MAX_BLOB_BYTES = HEADER_BYTES + 8_192 + TAG_BYTES;

const uuidText = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** The header of a new blob. @param salt 32 fresh random bytes */
export function makeHeader(kind: PlaintextKind, keyVersionId: string, salt: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header[0] = FORMAT;
  header[1] = KIND_CODES[kind];
  header.write(keyVersionId.replaceAll('-', ''), VERSION_BEGIN, 'hex');
  header.set(salt, SALT_BEGIN);
  return header;
}

/** What derives the key of a blob: the 16 bytes of its version's UUID, and its salt. */
export const versionAndSalt = (header: Uint8Array) => ({
  version: header.subarray(VERSION_BEGIN, SALT_BEGIN),
  salt: header.subarray(SALT_BEGIN),
});

/** The bytes of a blob. @param sealed ciphertext and tag, which may be in parts */
export const joinBlob = (header: Uint8Array, ...sealed: readonly Uint8Array[]): Buffer =>
  Buffer.concat([header, ...sealed]);

/** The parts of a blob; null for bytes without this layout. */
export function parseCiphertextBlob(bytes: Uint8Array): CiphertextBlob | null {
  const kind = PLAINTEXT_KINDS.find((name) => KIND_CODES[name] === bytes[1]);
  if (bytes[0] !== FORMAT || !kind || bytes.length < HEADER_BYTES + TAG_BYTES) return null;
  return {
    kind,
    keyVersionId: uuidText(bytes.subarray(VERSION_BEGIN, SALT_BEGIN)),
    header: bytes.subarray(0, HEADER_BYTES),
    sealed: bytes.subarray(HEADER_BYTES),
  };
}
