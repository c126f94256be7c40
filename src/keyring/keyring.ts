import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { ServiceUnavailableError } from '#domain/errors.ts';
import { lengthPrefixed } from '#domain/length-prefixed.ts';
import { SecretBytes } from '#domain/secret-bytes.ts';

/**
 * Where a wrapped value is stored, and for what. It is authenticated (AAD): the value opens only with the same
 * context.
 */
export interface WrapContext {
  readonly purpose:
    | 'key-material'
    | 'access-key-secret'
    | 'canary'
    | 'import-token'
    | 'token-key'
    | 'security-token';
  readonly accountId: string;
  readonly table: string;
  readonly rowId: string;
  readonly column: string;
}

/** A root key with the id of its row. */
export interface LoadedRootKey {
  readonly id: string;
  readonly key: SecretBytes;
}

/** A wrapped secret, and the id of the root key that opens it. */
export interface Wrapped {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly rootKeyId: string;
}

/** A MAC of data, and the id of the root key whose subkey made it. */
export interface Mac {
  readonly mac: Uint8Array<ArrayBuffer>;
  readonly rootKeyId: string;
}

/** A wrapped value does not open: it has another root key or another context, or its bytes are damaged. */
export class UnwrapError extends Error {}

const FORMAT = 1;
const SALT_BYTES = 32;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/**
 * Wraps secrets for the database. Every value has a subkey and a nonce of its own, derived from the root key
 * with the value's purpose and a fresh salt (HKDF-SHA256, RFC 5869), so no GCM key is ever used twice.
 * Layout: format 1 ‖ salt 32 ‖ sealed ‖ tag 16. Additional data: the context, length-prefixed.
 * The keyring wraps under its current root key. During a rotation it has others too, and opens what they have wrapped.
 */
export class Keyring implements Disposable {
  readonly #rootKeys: Map<string, SecretBytes>;
  readonly #macKeys = new Map<string, SecretBytes>();
  #current: string;

  /** @param current the root key to wrap under. The keyring owns all root keys and zeroes them. */
  constructor(current: LoadedRootKey, others: readonly LoadedRootKey[] = []) {
    this.#rootKeys = new Map([current, ...others].map(({ id, key }) => [id, key]));
    this.#current = current.id;
  }

  /** The id of the root key that new values are wrapped under. */
  get currentId(): string {
    return this.#current;
  }

  /** The ids of all root keys of this keyring. */
  get ids(): string[] {
    return [...this.#rootKeys.keys()];
  }

  /** Adds a root key to open with. The keyring owns it. */
  add({ id, key }: LoadedRootKey): void {
    this.#rootKeys.set(id, key);
  }

  /**
   * Wraps under another of its root keys from now on.
   * @throws ServiceUnavailableError where the keyring does not have it
   */
  wrapUnder(id: string): void {
    this.#keyOf(id);
    this.#current = id;
  }

  /**
   * Zeroes and removes a root key that no stored value needs.
   * @throws Error for the current root key
   */
  destroy(id: string): void {
    if (id === this.#current) throw new Error('The current root key cannot be destroyed.');
    for (const keys of [this.#rootKeys, this.#macKeys]) {
      keys.get(id)?.[Symbol.dispose]();
      keys.delete(id);
    }
  }

  /** Wraps a secret under the current root key. */
  wrap(context: WrapContext, secret: Uint8Array): Wrapped {
    const salt = randomBytes(SALT_BYTES);
    const rootKeyId = this.#current;
    const { key, nonce } = derive(this.#keyOf(rootKeyId), context, salt);
    const cipher = createCipheriv(CIPHER, key, nonce).setAAD(additionalData(context));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
    key.fill(0);
    return {
      bytes: new Uint8Array(Buffer.concat([Buffer.of(FORMAT), salt, sealed, cipher.getAuthTag()])),
      rootKeyId,
    };
  }

  /**
   * @param under the id of the root key in the value's row; absent: tries all root keys, the current one first
   * @returns the secret; the caller owns it and zeroes it
   * @throws UnwrapError; ServiceUnavailableError where this keyring does not have the row's root key
   */
  unwrap(context: WrapContext, wrapped: Uint8Array, under?: string): Buffer {
    const bytes = Buffer.from(wrapped.buffer, wrapped.byteOffset, wrapped.byteLength);
    if (bytes[0] !== FORMAT || bytes.length < 1 + SALT_BYTES + TAG_BYTES)
      throw new UnwrapError('The wrapped value has an unknown format.');
    for (const id of under ? [under] : new Set([this.#current, ...this.#rootKeys.keys()])) {
      const opened = unwrapWith(this.#keyOf(id), context, bytes);
      if (opened) return opened;
    }
    throw new UnwrapError('The wrapped value does not open under this root key.');
  }

  /** A MAC (HMAC-SHA256) under a subkey of a root key. @param rootKeyId absent: the current one */
  mac(data: Uint8Array, rootKeyId = this.#current): Mac {
    return { mac: new Uint8Array(this.#hmac(rootKeyId, data)), rootKeyId };
  }

  /**
   * Whether a MAC is that of the data, compared in constant time.
   * @throws ServiceUnavailableError where this keyring does not have the MAC's root key
   */
  isMacOf(data: Uint8Array, { mac, rootKeyId }: Mac): boolean {
    const expected = this.#hmac(rootKeyId, data);
    return mac.length === expected.length && timingSafeEqual(mac, expected);
  }

  /** Zeroes the root keys. The keyring cannot be used after this. */
  [Symbol.dispose](): void {
    for (const keys of [this.#rootKeys, this.#macKeys])
      for (const key of keys.values()) key[Symbol.dispose]();
  }

  /** One subkey for all MACs of a root key: the data names its table, so no MAC fits another row. */
  #hmac(rootKeyId: string, data: Uint8Array): Buffer {
    let key = this.#macKeys.get(rootKeyId);
    if (!key) {
      const info = `keywright/mac/${FORMAT}/rows`;
      const { bytes } = this.#keyOf(rootKeyId);
      key = new SecretBytes(Buffer.from(hkdfSync('sha256', bytes, '', info, 32)), 'MAC key');
      this.#macKeys.set(rootKeyId, key);
    }
    return createHmac('sha256', key.bytes).update(data).digest();
  }

  #keyOf(id: string): SecretBytes {
    const key = this.#rootKeys.get(id);
    // A rotation added or retired this root key, and this replica does not know it yet: other replicas can serve the
    // request.
    if (!key) throw new ServiceUnavailableError();
    return key;
  }
}

function unwrapWith(rootKey: SecretBytes, context: WrapContext, bytes: Buffer): Buffer | undefined {
  const { key, nonce } = derive(rootKey, context, bytes.subarray(1, 1 + SALT_BYTES));
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(additionalData(context))
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

function derive(rootKey: SecretBytes, { purpose }: WrapContext, salt: Uint8Array) {
  const derived = Buffer.from(
    hkdfSync('sha256', rootKey.bytes, salt, `keywright/wrap/${FORMAT}/${purpose}/${CIPHER}`, 44),
  );
  return { key: derived.subarray(0, 32), nonce: derived.subarray(32) };
}

const additionalData = ({ purpose, accountId, table, rowId, column }: WrapContext): Buffer =>
  lengthPrefixed([purpose, accountId, table, rowId, column]);
