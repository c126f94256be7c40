import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { lengthPrefixed } from '#domain/length-prefixed.ts';
import type { SecretBytes } from '#domain/secret-bytes.ts';

/** Where a wrapped value lives. It opens there and nowhere else. */
export interface Place {
  readonly purpose: 'key-material' | 'access-key-secret' | 'canary' | 'import-token';
  readonly accountId: string;
  readonly table: string;
  readonly rowId: string;
  readonly column: string;
}

/** A wrapped value does not open: another root key, another place, or damaged bytes. */
export class UnwrapError extends Error {}

const FORMAT = 1;
const SALT_BYTES = 32;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/**
 * Wraps secrets for the database. Every value has a subkey and a nonce of its own, derived from the root key
 * with the value's purpose and a fresh salt (HKDF-SHA256, RFC 5869), so no GCM key is ever used twice.
 * Layout: format 1 ‖ salt 32 ‖ sealed ‖ tag 16. Additional data: the place, length-prefixed.
 */
export class Keyring implements Disposable {
  readonly #rootKey: SecretBytes;

  constructor(rootKey: SecretBytes) {
    this.#rootKey = rootKey;
  }

  wrap(place: Place, secret: Uint8Array): Uint8Array<ArrayBuffer> {
    const salt = randomBytes(SALT_BYTES);
    const { key, nonce } = this.#derive(place, salt);
    const cipher = createCipheriv(CIPHER, key, nonce).setAAD(additionalData(place));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
    key.fill(0);
    return new Uint8Array(Buffer.concat([Buffer.of(FORMAT), salt, sealed, cipher.getAuthTag()]));
  }

  /** @returns the secret; the caller owns it and zeroes it. @throws UnwrapError */
  unwrap(place: Place, wrapped: Uint8Array): Buffer {
    const bytes = Buffer.from(wrapped.buffer, wrapped.byteOffset, wrapped.byteLength);
    if (bytes[0] !== FORMAT || bytes.length < 1 + SALT_BYTES + TAG_BYTES)
      throw new UnwrapError('The wrapped value has no layout known here.');
    const { key, nonce } = this.#derive(place, bytes.subarray(1, 1 + SALT_BYTES));
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(additionalData(place))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    const opened = decipher.update(bytes.subarray(1 + SALT_BYTES, -TAG_BYTES));
    try {
      decipher.final();
      return opened;
    } catch {
      opened.fill(0);
      throw new UnwrapError('The wrapped value does not open under this root key.');
    } finally {
      key.fill(0);
    }
  }

  /** Zeroes the root key; nothing wraps or opens any more. */
  [Symbol.dispose](): void {
    this.#rootKey[Symbol.dispose]();
  }

  #derive({ purpose }: Place, salt: Uint8Array) {
    const derived = Buffer.from(hkdfSync('sha256', this.#rootKey.bytes, salt, `keywright/wrap/${FORMAT}/${purpose}/${CIPHER}`, 44));
    return { key: derived.subarray(0, 32), nonce: derived.subarray(32) };
  }
}

const additionalData = ({ purpose, accountId, table, rowId, column }: Place): Buffer =>
  lengthPrefixed([purpose, accountId, table, rowId, column]);
