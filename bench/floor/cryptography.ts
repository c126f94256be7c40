import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  randomFillSync,
} from 'node:crypto';

// The same algorithms and sizes as domain/envelope.ts and keyring/keyring.ts, with as little around them as possible. The
// floor has its own, so that it does not change when those become faster or slower.

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const SALT_BYTES = 32;
const TAG_BYTES = 16;
const BLOB_HEAD = Buffer.concat([Buffer.of(1, 2), randomBytes(16)]);
const BLOB_INFO = Buffer.concat([
  Buffer.from('keywright envelope'),
  BLOB_HEAD,
  Buffer.from(CIPHER),
]);
const WRAP_HEAD = Buffer.of(1);
const WRAP_INFO = Buffer.from(`keywright/wrap/1/key-material/${CIPHER}`);

const material = randomBytes(KEY_BYTES);
const rootKey = randomBytes(KEY_BYTES);
const macKey = randomBytes(KEY_BYTES);

const random = Buffer.alloc(8_192);
let used = random.length;

/** Random bytes from a larger amount: asking for few costs as much as asking for many. */
function randomSlice(bytes: number): Buffer {
  if (used + bytes > random.length) {
    randomFillSync(random);
    used = 0;
  }
  used += bytes;
  return random.subarray(used - bytes, used);
}

function derive(secret: Buffer, salt: Buffer, info: Buffer) {
  const derived = Buffer.from(hkdfSync('sha256', secret, salt, info, KEY_BYTES + NONCE_BYTES));
  return { key: derived.subarray(0, KEY_BYTES), nonce: derived.subarray(KEY_BYTES) };
}

/** head ‖ salt ‖ sealed ‖ tag, under a key derived for this value only. @param context further authenticated data */
function seal(secret: Buffer, head: Buffer, info: Buffer, plaintext: Buffer, context?: string) {
  const begin = head.length + SALT_BYTES;
  const end = begin + plaintext.length;
  const result = Buffer.allocUnsafe(end + TAG_BYTES);
  head.copy(result);
  const salt = randomSlice(SALT_BYTES);
  salt.copy(result, head.length);
  const { key, nonce } = derive(secret, salt, info);
  const cipher = createCipheriv(CIPHER, key, nonce);
  cipher.setAAD(context === undefined ? result.subarray(0, begin) : Buffer.from(context));
  cipher.update(plaintext).copy(result, begin);
  cipher.final();
  cipher.getAuthTag().copy(result, end);
  return result;
}

/** A ciphertext blob. */
export const sealBlob = (plaintext: Buffer): Buffer =>
  seal(material, BLOB_HEAD, BLOB_INFO, plaintext);

/** Opens a ciphertext blob. */
export function openBlob(blob: Buffer): Buffer {
  const begin = BLOB_HEAD.length + SALT_BYTES;
  const { key, nonce } = derive(material, blob.subarray(BLOB_HEAD.length, begin), BLOB_INFO);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(blob.subarray(0, begin)).setAuthTag(blob.subarray(-TAG_BYTES));
  const plaintext = decipher.update(blob.subarray(begin, -TAG_BYTES));
  decipher.final();
  return plaintext;
}

/** A data key, or the material of a new key. */
export const makeSecret = (): Buffer => randomSlice(KEY_BYTES);

/** New key material, wrapped under the root key. */
export const wrapMaterial = (versionId: string): Buffer =>
  seal(rootKey, WRAP_HEAD, WRAP_INFO, makeSecret(), `key-material 1 KeyVersion ${versionId}`);

/** The MAC of a row. */
export const macOf = (text: string): Buffer => createHmac('sha256', macKey).update(text).digest();
