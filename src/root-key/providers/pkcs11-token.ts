import type * as pkcs11js from 'pkcs11js';
import type { SecretBytes } from '#domain/secret-bytes.ts';
import { RootKeyError } from './provider.ts';

/** A hardware security module, or what stands in for one, and how to log in to it. */
export interface Pkcs11Module {
  readonly library: string;
  readonly tokenLabel: string;
  readonly pin: SecretBytes;
}

/** The package, which is loaded only where a module is configured. */
export type Pkcs11js = typeof pkcs11js;

interface Session {
  readonly api: Pkcs11js;
  readonly library: pkcs11js.PKCS11;
  readonly handle: pkcs11js.Handle;
}

/** A session in which somebody is logged in, and the one key that it is opened for. */
export interface TokenSession extends Session {
  readonly key: pkcs11js.Handle;
}

/** The token does not take the PIN. To try the same one again would bring it nearer to locking itself. */
export class PinRefusedError extends RootKeyError {}

/**
 * Logs in, does the work with an AES key of the token, logs out, and lets go of the library, also when something fails.
 * Synchronous from end to end: a library may be initialized once in a process, so two uses must not overlap, and what
 * never awaits cannot. A queue would not spare the event loop either: the package logs in and looks up synchronously.
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
    ends.defer(quietly(() => library.C_CloseSession(handle)));
    const session = { api, library, handle };
    logIn(session, module, library.C_GetTokenInfo(slot).flags);
    ends.defer(quietly(() => library.C_Logout(handle)));
    return work({ ...session, key: keyOf(session, module, keyLabel) });
  } catch (cause) {
    if (cause instanceof RootKeyError) throw cause;
    const { library, tokenLabel } = module;
    throw new RootKeyError(
      `The PKCS#11 library ${library} failed at the token "${tokenLabel}" (${reasonOf(cause)}). Check that the module is connected, and that its library works by itself (pkcs11-tool --module ${library} --list-token-slots).`,
      { cause },
    );
  }
}

/** The name of the return value, where the library gave one. Nothing that the package throws holds an argument. */
export function reasonOf(error: unknown): string {
  const { message } = error as Error;
  return /CKR_\w+/.exec(message)?.[0] ?? message.split('\n', 1).join();
}

/** For the ends of things: one that fails must not hide why the work did, and C_Finalize ends every session in any case. */
const quietly = (end: () => void) => () => {
  try {
    end();
  } catch {
    // What comes next says so, where it matters.
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
      `The PKCS#11 library ${file} cannot be loaded (${reasonOf(cause)}). Name in KEYWRIGHT_PKCS11_MODULE the library that came with the module, built for this machine.`,
      { cause },
    );
  }
  library.C_Initialize();
  ends.defer(quietly(() => library.C_Finalize()));
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
      `No token of ${file} is labelled "${tokenLabel}". Connect it, or name one that is listed (pkcs11-tool --module ${file} --list-token-slots) in KEYWRIGHT_PKCS11_TOKEN.`,
    );
  if (slots.length > 1)
    throw new RootKeyError(
      `Several tokens of ${file} are labelled "${tokenLabel}". Give each a label of its own.`,
    );
  return slot;
}

const WRONG_PIN =
  'does not take the PIN. Correct KEYWRIGHT_PKCS11_PIN, or the file that KEYWRIGHT_PKCS11_PIN_FILE names, and start again.';
const PIN_REFUSALS: Readonly<Record<string, string>> = {
  CKR_PIN_INCORRECT: WRONG_PIN,
  CKR_PIN_INVALID: WRONG_PIN,
  CKR_PIN_LEN_RANGE: WRONG_PIN,
  CKR_PIN_LOCKED:
    'has locked its PIN after too many wrong ones. Unlock it as its security officer, and start again.',
  CKR_PIN_EXPIRED: 'takes its PIN no more, for it has expired. Set another one, and start again.',
  CKR_USER_PIN_NOT_INITIALIZED:
    'has no PIN for its user yet. Set one as its security officer, and start again.',
};

/** The package takes the PIN as text only, which cannot be zeroed; it lives as long as the call. */
function logIn(
  { api, library, handle }: Session,
  { library: file, tokenLabel, pin }: Pkcs11Module,
  flags: number,
): void {
  // A server that is restarted for ever with a wrong PIN would lock the token, and with it every key.
  if (flags & api.CKF_USER_PIN_FINAL_TRY)
    throw new PinRefusedError(
      `The token "${tokenLabel}" leaves one more try at its PIN, and Keywright does not use it up. Log in by hand with the right PIN, which gives it its tries back (pkcs11-tool --module ${file} --token-label "${tokenLabel}" --login --list-objects), and start again.`,
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
      `The token "${tokenLabel}" has no AES key labelled "${keyLabel}". Make it (pkcs11-tool --module ${file} --token-label "${tokenLabel}" --login --keygen --key-type AES:32 --sensitive --label "${keyLabel}"), or name another.`,
    );
  if (second)
    throw new RootKeyError(
      `The token "${tokenLabel}" has several AES keys labelled "${keyLabel}". Give each a label of its own, and name the one that wraps the root key.`,
    );
  return key;
}
