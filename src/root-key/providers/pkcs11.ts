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
/** Binds the sealed root key to this use, because the token's key can have other uses. */
const ADDITIONAL_DATA = Buffer.from(`keywright/root-key/pkcs11/${FORMAT}`);

/**
 * A root key that is sealed with an AES key of a PKCS#11 token (AES-GCM). The AES key never leaves the token.
 * Parameters: format 1 ‖ iv 12 ‖ sealed 32 ‖ tag 16. The token is logged in only during a use. Owns the PIN.
 */
export function keyFromPkcs11(module: Pkcs11Module, keyLabel: string): RootKeyProvider {
  const location = `the key "${keyLabel}" of the token "${module.tokenLabel}"`;
  let refused: PinRefusedError | undefined;
  const use = async <T>(work: (session: TokenSession) => T): Promise<T> => {
    const api = await importPkcs11js();
    // A server that lacks a root key tries again and again, and a few wrong PINs lock a token permanently.
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
    location,
    create: () => use((session) => create(session, location)),
    open: (parameters) => use((session) => open(session, location, parameters)),
  };
}

async function importPkcs11js(): Promise<Pkcs11js> {
  try {
    return (await import('pkcs11js')).default;
  } catch (cause) {
    throw new RootKeyError(
      'A root key of a PKCS#11 token needs the npm package pkcs11js, which is not installed or not compiled. Install Python, make and a C++ compiler, run "npm rebuild pkcs11js", and start again.',
      { cause },
    );
  }
}

/** Seals a new root key and opens it again: with a key that can encrypt but not decrypt, the next start would fail. */
function create(session: TokenSession, location: string): NewRootKey {
  const key = new SecretBytes(randomFillSync(Buffer.allocUnsafeSlow(ROOT_KEY_BYTES)), 'root key');
  try {
    const parameters = seal(session, location, key);
    using opened = open(session, location, parameters);
    if (!opened.bytes.equals(key.bytes))
      throw new RootKeyError(
        `Bytes that were encrypted with ${location} decrypt to other bytes. Use another token.`,
      );
    return { key, parameters };
  } catch (error) {
    key[Symbol.dispose]();
    throw error;
  }
}

function seal(
  { api, library, handle, key: tokenKey }: TokenSession,
  location: string,
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
      `The root key cannot be encrypted with ${location} (${reasonOf(cause)}). The key must be allowed to encrypt and to decrypt, and the token must support CKM_AES_GCM.`,
      { cause },
    );
  }
}

function open(
  { api, library, handle, key: tokenKey }: TokenSession,
  location: string,
  parameters: Uint8Array,
): SecretBytes {
  if (parameters[0] !== FORMAT || parameters.length !== 1 + IV_BYTES + SEALED_BYTES)
    throw new RootKeyError(
      `The root key that was encrypted with ${location} has a format that this version of Keywright does not know. Use the version that wrote it, or a newer one.`,
    );
  const iv = Buffer.from(parameters.subarray(1, 1 + IV_BYTES));
  const sealed = Buffer.from(parameters.subarray(1 + IV_BYTES));
  const room = Buffer.alloc(SEALED_BYTES); // SoftHSM needs room for the tag too
  try {
    library.C_DecryptInit(handle, aesGcm(api, iv), tokenKey);
    const opened = library.C_Decrypt(handle, sealed, room);
    const key = Buffer.allocUnsafeSlow(opened.length);
    opened.copy(key);
    return new SecretBytes(key, 'root key');
  } catch (cause) {
    throw new RootKeyError(
      `The root key cannot be decrypted with ${location} (${reasonOf(cause)}). Another key encrypted it, its row is damaged, or the key is not allowed to decrypt.`,
      { cause },
    );
  } finally {
    room.fill(0);
  }
}

/** The parameters with ulIvBits, as in the headers of PKCS#11 2.40 and 3.0. */
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
