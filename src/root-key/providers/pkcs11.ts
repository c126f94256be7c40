import { randomBytes, randomFillSync } from 'node:crypto';
import { SecretBytes } from '#domain/secret-bytes.ts';
import {
  inTokenSession,
  PinRefusedError,
  type Pkcs11js,
  type Pkcs11Module,
  reasonOf,
  type TokenSession,
} from './pkcs11-token.ts';
import { type NewRootKey, ROOT_KEY_BYTES, RootKeyError, type RootKeyProvider } from './provider.ts';

export type { Pkcs11Module };

const FORMAT = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SEALED_BYTES = ROOT_KEY_BYTES + TAG_BYTES;
/** Binds what is sealed to this use of the token's key, which may have others. */
const ADDITIONAL_DATA = Buffer.from(`keywright/root-key/pkcs11/${FORMAT}`);

/**
 * A root key that is sealed by an AES key of a PKCS#11 token, which never leaves the token (AES-GCM).
 * Parameters: format 1 ‖ iv 12 ‖ sealed 32 ‖ tag 16. Nothing stays logged in. Owns the PIN.
 */
export function keyFromPkcs11(module: Pkcs11Module, keyLabel: string): RootKeyProvider {
  const place = `the key "${keyLabel}" of the token "${module.tokenLabel}"`;
  let refused: PinRefusedError | undefined;
  const use = async <T>(work: (session: TokenSession) => T): Promise<T> => {
    const api = await importPkcs11js();
    // Whoever waits for a root key asks again and again; a few wrong PINs lock a token for good.
    if (refused) throw refused;
    try {
      return inTokenSession(api, module, keyLabel, work);
    } catch (error) {
      if (error instanceof PinRefusedError) refused = error;
      throw error;
    }
  };
  return {
    kind: 'pkcs11',
    place,
    create: () => use((session) => create(session, place)),
    open: (parameters) => use((session) => open(session, place, parameters)),
  };
}

async function importPkcs11js(): Promise<Pkcs11js> {
  try {
    return (await import('pkcs11js')).default;
  } catch (cause) {
    throw new RootKeyError(
      'A root key of a PKCS#11 token needs the npm package pkcs11js, which is not installed, or not compiled. Run "npm rebuild pkcs11js" where Python, make and a C++ compiler are, and start again.',
      { cause },
    );
  }
}

/** Opens what it has sealed, too: a key that may encrypt and not decrypt would lose the database at the next start. */
function create(session: TokenSession, place: string): NewRootKey {
  const key = new SecretBytes(randomFillSync(Buffer.allocUnsafeSlow(ROOT_KEY_BYTES)), 'root key');
  try {
    const parameters = seal(session, place, key);
    using opened = open(session, place, parameters);
    if (!opened.bytes.equals(key.bytes))
      throw new RootKeyError(`What ${place} decrypts is not what it encrypted. Use another token.`);
    return { key, parameters };
  } catch (error) {
    key[Symbol.dispose]();
    throw error;
  }
}

function seal(
  { api, library, handle, key: tokenKey }: TokenSession,
  place: string,
  key: SecretBytes,
): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(IV_BYTES);
  const room = Buffer.alloc(2 * SEALED_BYTES);
  try {
    library.C_EncryptInit(handle, aesGcm(api, iv), tokenKey);
    const sealed = library.C_Encrypt(handle, key.bytes, room);
    return new Uint8Array([FORMAT, ...iv, ...sealed]);
  } catch (cause) {
    throw new RootKeyError(
      `The root key cannot be encrypted by ${place} (${reasonOf(cause)}). The key must be allowed to encrypt and to decrypt, on a token that offers CKM_AES_GCM.`,
      { cause },
    );
  }
}

function open(
  { api, library, handle, key: tokenKey }: TokenSession,
  place: string,
  parameters: Uint8Array,
): SecretBytes {
  if (parameters[0] !== FORMAT || parameters.length !== 1 + IV_BYTES + SEALED_BYTES)
    throw new RootKeyError(
      `What ${place} has encrypted is laid out in no way that this version knows.`,
    );
  const iv = Buffer.from(parameters.subarray(1, 1 + IV_BYTES));
  const sealed = Buffer.from(parameters.subarray(1 + IV_BYTES));
  const room = Buffer.alloc(SEALED_BYTES); // SoftHSM wants room for the tag as well
  try {
    library.C_DecryptInit(handle, aesGcm(api, iv), tokenKey);
    const opened = library.C_Decrypt(handle, sealed, room);
    const key = Buffer.allocUnsafeSlow(opened.length);
    opened.copy(key);
    return new SecretBytes(key, 'root key');
  } catch (cause) {
    throw new RootKeyError(
      `The root key is not decrypted by ${place} (${reasonOf(cause)}). It was encrypted by another key, its row is damaged, or the key is not allowed to decrypt.`,
      { cause },
    );
  } finally {
    room.fill(0);
  }
}

/** The layout with ulIvBits, as in the headers of PKCS#11 2.40 and 3.0. */
const aesGcm = (api: Pkcs11js, iv: Buffer) => ({
  mechanism: api.CKM_AES_GCM,
  parameter: {
    type: api.CK_PARAMS_AES_GCM_v240,
    iv,
    ivBits: IV_BYTES * 8,
    aad: ADDITIONAL_DATA,
    tagBits: TAG_BYTES * 8,
  },
});
