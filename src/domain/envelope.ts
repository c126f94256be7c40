import { type CipherGCMTypes, createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import {
  type CiphertextBlob,
  FORMAT,
  joinBlob,
  makeHeader,
  type PlaintextKind,
  TAG_BYTES,
  versionAndSalt,
} from './ciphertext-blob.ts';
import { canonicalContext, type EncryptionContext } from './encryption-context.ts';
import type { KeyMaterial } from './key-material.ts';
import { KEY_SPECS, type SymmetricSpec } from './key-spec.ts';

const NONCE_BYTES = 12;
const DOMAIN = Buffer.from([...Buffer.from('keywright envelope'), FORMAT]);

/**
 * Derives a key and a nonce for one blob from the key version's material and the blob's salt (HKDF-SHA256, RFC 5869).
 * A derived key seals only once, so a key version cannot reach the limits of NIST SP 800-38D §8.3.
 */
function deriveOnce(material: KeyMaterial, keySpec: SymmetricSpec, header: Uint8Array) {
  const { cipher, materialBytes } = KEY_SPECS[keySpec];
  const { version, salt } = versionAndSalt(header);
  const info = Buffer.concat([DOMAIN, version, Buffer.from(cipher)]);
  const derived = Buffer.from(
    hkdfSync('sha256', material.bytes, salt, info, materialBytes + NONCE_BYTES),
  );
  // OpenSSL has sm4-gcm, but Node's types do not list it.
  return {
    cipher: cipher as CipherGCMTypes,
    key: derived.subarray(0, materialBytes),
    nonce: derived.subarray(materialBytes),
  };
}

const additionalData = (header: Uint8Array, context: EncryptionContext): Buffer =>
  Buffer.concat([header, canonicalContext(context)]);

/** What `seal` needs besides material and plaintext. */
export interface Sealing {
  readonly keySpec: SymmetricSpec;
  readonly keyVersionId: string;
  readonly kind: PlaintextKind;
  readonly context: EncryptionContext;
  /** 32 fresh random bytes. */
  readonly salt: Uint8Array;
}

/** Seals a plaintext with the spec's GCM cipher. The header and the context are authenticated. @returns the bytes of the blob */
export function seal(
  material: KeyMaterial,
  plaintext: Uint8Array,
  { keySpec, keyVersionId, kind, context, salt }: Sealing,
): Buffer {
  const header = makeHeader(kind, keyVersionId, salt);
  const { cipher, key, nonce } = deriveOnce(material, keySpec, header);
  const sealer = createCipheriv(cipher, key, nonce, { authTagLength: TAG_BYTES }).setAAD(
    additionalData(header, context),
  );
  const blob = joinBlob(header, sealer.update(plaintext), sealer.final(), sealer.getAuthTag());
  key.fill(0);
  return blob;
}

/**
 * Opens a blob.
 * @returns the plaintext, which the caller zeroes; null for another key, another context or changed bytes. Callers must
 * not learn which, so there is one answer
 */
export function open(
  material: KeyMaterial,
  blob: CiphertextBlob,
  keySpec: SymmetricSpec,
  context: EncryptionContext,
): Buffer | null {
  const { cipher, key, nonce } = deriveOnce(material, keySpec, blob.header);
  const opener = createDecipheriv(cipher, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(additionalData(blob.header, context))
    .setAuthTag(blob.sealed.subarray(-TAG_BYTES));
  const opened = opener.update(blob.sealed.subarray(0, -TAG_BYTES));
  try {
    opener.final();
    return opened;
  } catch {
    opened.fill(0);
    return null;
  } finally {
    key.fill(0);
  }
}
