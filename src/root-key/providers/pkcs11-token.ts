import type * as pkcs11js from 'pkcs11js';
import type { SecretBytes } from '#domain/secret-bytes.ts';
import { RootKeyError } from './provider.ts';

/** A PKCS#11 library (of a hardware security module, or of SoftHSM), a token, and the PIN to log in. */
export interface Pkcs11Module {
  readonly library: string;
  readonly tokenLabel: string;
  readonly pin: SecretBytes;
}

/** The npm package. It is loaded only where a PKCS#11 module is configured. */
export type Pkcs11js = typeof pkcs11js;

interface Session {
  readonly api: Pkcs11js;
  readonly library: pkcs11js.PKCS11;
  readonly handle: pkcs11js.Handle;
}

/** A logged-in session, and the key that it was opened for. */
export interface TokenSession extends Session {
  readonly key: pkcs11js.Handle;
}

/** The token rejects the PIN. Another try with the same PIN can lock the token. */
export class PinRefusedError extends RootKeyError {}

/**
 * Logs in, runs the work with an AES key of the token, logs out and closes the library, also after a failure.
 * Everything is synchronous, because a process can initialize a library only once, so two uses must not overlap. A queue
 * would not help the event loop: the package logs in and finds keys synchronously.
 * @param work must not be async
 * @throws RootKeyError
 */
export function inTokenSession<T>(
  api: Pkcs11js,
  module: Pkcs11Module,
  keyLabel: string,
  work: (session: TokenSession) => T,
): T {
  try {
    using ends = new DisposableStack();
    const library = openLibrary(api, module, ends);
    const slot = slotOf(library, module);
    const handle = library.C_OpenSession(slot, api.CKF_SERIAL_SESSION);
    ends.defer(ignoringErrors(() => library.C_CloseSession(handle)));
    const session = { api, library, handle };
    logIn(session, module, library.C_GetTokenInfo(slot).flags);
    ends.defer(ignoringErrors(() => library.C_Logout(handle)));
    return work({ ...session, key: keyOf(session, module, keyLabel) });
  } catch (cause) {
    if (cause instanceof RootKeyError) throw cause;
    const { library, tokenLabel } = module;
    throw new RootKeyError(
      `The PKCS#11 library ${library} failed at the token "${tokenLabel}" (${reasonOf(cause)}). Check that the module is connected, and that its library works with pkcs11-tool (pkcs11-tool --module ${library} --list-token-slots).`,
      { cause },
    );
  }
}

/**
 * The return value of the library (CKR_…), or else the first line of the error. The package never puts arguments such
 * as the PIN into errors.
 */
export function reasonOf(error: unknown): string {
  const { message } = error as Error;
  return /CKR_\w+/.exec(message)?.[0] ?? message.split('\n', 1).join();
}

/**
 * Ignores failures of a cleanup: they must not hide the failure of the work, and C_Finalize ends every session
 * anyway.
 */
const ignoringErrors = (end: () => void) => () => {
  try {
    end();
  } catch {
    // A failure that matters shows up in the next call.
  }
};

function openLibrary(
  api: Pkcs11js,
  { library: file }: Pkcs11Module,
  ends: DisposableStack,
): pkcs11js.PKCS11 {
  const library = new api.PKCS11();
  ends.defer(() => library.close());
  try {
    library.load(file);
  } catch (cause) {
    throw new RootKeyError(
      `The PKCS#11 library ${file} cannot be loaded (${reasonOf(cause)}). Set KEYWRIGHT_PKCS11_MODULE to the library of the module's vendor for this operating system and processor.`,
      { cause },
    );
  }
  library.C_Initialize();
  ends.defer(ignoringErrors(() => library.C_Finalize()));
  return library;
}

function slotOf(
  library: pkcs11js.PKCS11,
  { library: file, tokenLabel }: Pkcs11Module,
): pkcs11js.Handle {
  const slots = library
    .C_GetSlotList(true)
    .filter((slot) => library.C_GetTokenInfo(slot).label.trimEnd() === tokenLabel);
  const [slot] = slots;
  if (!slot)
    throw new RootKeyError(
      `${file} has no token with the label "${tokenLabel}". Connect it, or set KEYWRIGHT_PKCS11_TOKEN to a listed label (pkcs11-tool --module ${file} --list-token-slots).`,
    );
  if (slots.length > 1)
    throw new RootKeyError(
      `${file} has several tokens with the label "${tokenLabel}". Give each token its own label.`,
    );
  return slot;
}

const WRONG_PIN =
  'rejects the PIN. Correct KEYWRIGHT_PKCS11_PIN, or the file in KEYWRIGHT_PKCS11_PIN_FILE, and start again.';
const PIN_REFUSALS: Readonly<Record<string, string>> = {
  CKR_PIN_INCORRECT: WRONG_PIN,
  CKR_PIN_INVALID: WRONG_PIN,
  CKR_PIN_LEN_RANGE: WRONG_PIN,
  CKR_PIN_LOCKED:
    'has locked its PIN after too many wrong tries. Unlock it as the security officer, and start again.',
  CKR_PIN_EXPIRED: 'has an expired PIN. Set a new PIN, and start again.',
  CKR_USER_PIN_NOT_INITIALIZED:
    'has no user PIN. Set one as the security officer, and start again.',
};

/** The package needs the PIN as a string, which cannot be zeroed. The string is used only for this call. */
function logIn(
  { api, library, handle }: Session,
  { library: file, tokenLabel, pin }: Pkcs11Module,
  flags: number,
): void {
  // A server that restarts again and again with a wrong PIN would lock the token, and with it all keys.
  if (flags & api.CKF_USER_PIN_FINAL_TRY)
    throw new PinRefusedError(
      `The token "${tokenLabel}" allows one more try of its PIN, and Keywright does not use the last try. Log in by hand with the right PIN to reset the counter (pkcs11-tool --module ${file} --token-label "${tokenLabel}" --login --list-objects), and start again.`,
    );
  try {
    library.C_Login(handle, api.CKU_USER, pin.bytes.toString('utf8'));
  } catch (cause) {
    const refusal = PIN_REFUSALS[reasonOf(cause)];
    if (refusal) throw new PinRefusedError(`The token "${tokenLabel}" ${refusal}`, { cause });
    throw cause;
  }
}

function keyOf(
  { api, library, handle }: Session,
  { library: file, tokenLabel }: Pkcs11Module,
  keyLabel: string,
): pkcs11js.Handle {
  library.C_FindObjectsInit(handle, [
    { type: api.CKA_CLASS, value: api.CKO_SECRET_KEY },
    { type: api.CKA_KEY_TYPE, value: api.CKK_AES },
    { type: api.CKA_LABEL, value: keyLabel },
  ]);
  const [key, second] = library.C_FindObjects(handle, 2);
  library.C_FindObjectsFinal(handle);
  if (!key)
    throw new RootKeyError(
      `The token "${tokenLabel}" has no AES key with the label "${keyLabel}". Create it (pkcs11-tool --module ${file} --token-label "${tokenLabel}" --login --keygen --key-type AES:32 --sensitive --label "${keyLabel}"), or set KEYWRIGHT_ROOT_KEY_PKCS11 to another label.`,
    );
  if (second)
    throw new RootKeyError(
      `The token "${tokenLabel}" has several AES keys with the label "${keyLabel}". Give each key its own label, and set KEYWRIGHT_ROOT_KEY_PKCS11 to the one that wraps the root key.`,
    );
  return key;
}
