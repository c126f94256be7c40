import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { ServiceUnavailableError } from '#domain/errors.ts';
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

/** A root key, and the name that its row has. */
export interface HeldRootKey {
  readonly id: string;
  readonly key: SecretBytes;
}

/** A secret that has been wrapped, and the root key that opens it. */
export interface Wrapped {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly rootKeyId: string;
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
 * It wraps under one root key, and while that is rotated opens what is wrapped under the others that it holds, too.
 */
export class Keyring implements Disposable {
  readonly #held: Map<string, SecretBytes>;
  #current: string;

  /** @param current the root key to wrap under; the keyring owns it and the others */
  constructor(current: HeldRootKey, others: readonly HeldRootKey[] = []) {
    this.#held = new Map([current, ...others].map(({ id, key }) => [id, key]));
    this.#current = current.id;
  }

  /** The id of the root key that new values are wrapped under. */
  get wrapsUnder(): string {
    return this.#current;
  }

  /** The ids of the root keys that are here. */
  get holds(): string[] {
    return [...this.#held.keys()];
  }

  /** Takes another root key in, to open with. */
  hold({ id, key }: HeldRootKey): void {
    this.#held.set(id, key);
  }

  /** Wraps under another of the root keys it holds from now on. */
  wrapUnder(id: string): void {
    this.#keyOf(id);
    this.#current = id;
  }

  /** Zeroes a root key that nothing is wrapped under any more. */
  letGo(id: string): void {
    if (id === this.#current) throw new Error('A keyring keeps the root key that it wraps under.');
    this.#held.get(id)?.[Symbol.dispose]();
    this.#held.delete(id);
  }

  wrap(place: Place, secret: Uint8Array): Wrapped {
    const salt = randomBytes(SALT_BYTES);
    const rootKeyId = this.#current;
    const { key, nonce } = derive(this.#keyOf(rootKeyId), place, salt);
    const cipher = createCipheriv(CIPHER, key, nonce).setAAD(additionalData(place));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
    key.fill(0);
    return {
      bytes: new Uint8Array(Buffer.concat([Buffer.of(FORMAT), salt, sealed, cipher.getAuthTag()])),
      rootKeyId,
    };
  }

  /**
   * @param under the root key that the value's row names; absent: each that is held, the one that wraps first
   * @returns the secret; the caller owns it and zeroes it
   * @throws UnwrapError, ServiceUnavailableError where the row's root key is not held here
   */
  unwrap(place: Place, wrapped: Uint8Array, under?: string): Buffer {
    const bytes = Buffer.from(wrapped.buffer, wrapped.byteOffset, wrapped.byteLength);
    if (bytes[0] !== FORMAT || bytes.length < 1 + SALT_BYTES + TAG_BYTES)
      throw new UnwrapError('The wrapped value has no layout known here.');
    for (const id of under ? [under] : new Set([this.#current, ...this.#held.keys()])) {
      const opened = unwrapWith(this.#keyOf(id), place, bytes);
      if (opened) return opened;
    }
    throw new UnwrapError('The wrapped value does not open under this root key.');
  }

  /** Zeroes the root keys; nothing wraps or opens any more. */
  [Symbol.dispose](): void {
    for (const key of this.#held.values()) key[Symbol.dispose]();
  }

  #keyOf(id: string): SecretBytes {
    const key = this.#held.get(id);
    // A rotation has gone past this replica, or is a moment ahead of it: others can serve, this one cannot.
    if (!key) throw new ServiceUnavailableError();
    return key;
  }
}

function unwrapWith(rootKey: SecretBytes, place: Place, bytes: Buffer): Buffer | undefined {
  const { key, nonce } = derive(rootKey, place, bytes.subarray(1, 1 + SALT_BYTES));
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(additionalData(place))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  const opened = decipher.update(bytes.subarray(1 + SALT_BYTES, -TAG_BYTES));
  try {
    decipher.final();
    return opened;
  } catch {
    opened.fill(0);
    return undefined;
  } finally {
    key.fill(0);
  }
}

function derive(rootKey: SecretBytes, { purpose }: Place, salt: Uint8Array) {
  const derived = Buffer.from(
    hkdfSync('sha256', rootKey.bytes, salt, `keywright/wrap/${FORMAT}/${purpose}/${CIPHER}`, 44),
  );
  return { key: derived.subarray(0, 32), nonce: derived.subarray(32) };
}

const additionalData = ({ purpose, accountId, table, rowId, column }: Place): Buffer =>
  lengthPrefixed([purpose, accountId, table, rowId, column]);
