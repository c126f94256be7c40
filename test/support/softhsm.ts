import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as pkcs11js from 'pkcs11js';
import { SecretBytes } from '#domain/secret-bytes.ts';
import type { Pkcs11Module } from '#root-key/providers/pkcs11.ts';
import { makeDataDir } from './kms.ts';

/** A token of SoftHSM, and how to log in to it. */
export interface SoftHsm {
  readonly module: Pkcs11Module;
  readonly pin: string;
  /** Makes an AES key that cannot leave the token, or puts a known value there. It may encrypt, and decrypt unless told otherwise. */
  makeKey(label: string, options?: { readonly decrypt?: boolean; readonly value?: Buffer }): void;
  /** Whether a wrong PIN has come since the last right one. SoftHSM counts no further. */
  wasToldWrongPin(): boolean;
}

/** What the tests need, or the sentence that says what is missing. */
export async function findSoftHsm(): Promise<{ library: string; api: typeof pkcs11js } | string> {
  const library = [
    '/usr/lib/softhsm/libsofthsm2.so',
    ...globSync('/usr/lib/*/softhsm/libsofthsm2.so'),
  ].find((file) => existsSync(file));
  if (!library) return 'SoftHSM2 is not here: install the Debian package softhsm2.';
  try {
    return { library, api: (await import('pkcs11js')).default };
  } catch {
    return 'pkcs11js is not here, or not compiled: npm rebuild pkcs11js, where a C++ compiler is.';
  }
}

/** Points SoftHSM, in this process and those it starts, at a folder of tokens. The library reads the variable when it is initialized. */
export function useTokenFolder(): void {
  const folder = makeDataDir({ migrated: false });
  mkdirSync(join(folder, 'tokens'));
  writeFileSync(
    join(folder, 'softhsm2.conf'),
    `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\n`,
  );
  process.env.SOFTHSM2_CONF = join(folder, 'softhsm2.conf');
}

export function makeToken(
  { library: file, api }: { library: string; api: typeof pkcs11js },
  tokenLabel: string,
  pin: string,
): SoftHsm {
  execFileSync('softhsm2-util', [
    '--init-token',
    '--free',
    '--label',
    tokenLabel,
    '--pin',
    pin,
    '--so-pin',
    `${pin}-of-the-officer`,
  ]);
  const withToken = <T>(work: (library: pkcs11js.PKCS11, slot: pkcs11js.Handle) => T): T => {
    const library = new api.PKCS11(file);
    library.C_Initialize();
    try {
      const slot = library
        .C_GetSlotList(true)
        .find((each) => library.C_GetTokenInfo(each).label.trimEnd() === tokenLabel);
      if (!slot) throw new Error(`no token ${tokenLabel}`);
      return work(library, slot);
    } finally {
      library.C_Finalize();
      library.close();
    }
  };
  return {
    pin,
    module: { library: file, tokenLabel, pin: SecretBytes.ofText(pin, 'PIN') },
    makeKey: (label, { decrypt = true, value } = {}) =>
      withToken((library, slot) => {
        const session = library.C_OpenSession(slot, api.CKF_SERIAL_SESSION | api.CKF_RW_SESSION);
        library.C_Login(session, api.CKU_USER, pin);
        const template = [
          { type: api.CKA_CLASS, value: api.CKO_SECRET_KEY },
          { type: api.CKA_KEY_TYPE, value: api.CKK_AES },
          { type: api.CKA_LABEL, value: label },
          { type: api.CKA_TOKEN, value: true },
          { type: api.CKA_PRIVATE, value: true },
          { type: api.CKA_SENSITIVE, value: true },
          { type: api.CKA_EXTRACTABLE, value: false },
          { type: api.CKA_ENCRYPT, value: true },
          { type: api.CKA_DECRYPT, value: decrypt },
        ];
        if (value) library.C_CreateObject(session, [...template, { type: api.CKA_VALUE, value }]);
        else
          library.C_GenerateKey(session, { mechanism: api.CKM_AES_KEY_GEN }, [
            ...template,
            { type: api.CKA_VALUE_LEN, value: 32 },
          ]);
      }),
    wasToldWrongPin: () =>
      withToken((library, slot) =>
        Boolean(library.C_GetTokenInfo(slot).flags & api.CKF_USER_PIN_COUNT_LOW),
      ),
  };
}
