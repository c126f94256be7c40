import { execFileSync } from 'node:child_process';
import { createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { keyFromPkcs11 } from '#root-key/providers/pkcs11.ts';
import { RootKeyError } from '#root-key/providers/provider.ts';
import { caller } from '../support/caller.ts';
import { startKms } from '../support/kms.ts';
import { findSoftHsm, makeToken, type SoftHsm, useTokenFolder } from '../support/softhsm.ts';

const found = await findSoftHsm();
if (typeof found === 'string')
  process.stderr.write(`SKIPPED: the tests of root keys in a PKCS#11 token. ${found}\n`);

/** The error with which a promise rejects. */
const refusalOf = async (promise: Promise<unknown>): Promise<RootKeyError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RootKeyError);
  return error as RootKeyError;
};

describe.skipIf(typeof found === 'string')('A root key of a PKCS#11 token', () => {
  const softHsm = found as Exclude<typeof found, string>;
  const before = process.env.SOFTHSM2_CONF;
  let token: SoftHsm;

  const freshToken = (label = `token ${randomUUID().slice(0, 8)}`) =>
    makeToken(softHsm, label, `pin-${randomUUID().slice(0, 8)}`);

  beforeAll(() => {
    useTokenFolder();
    token = freshToken();
    token.makeKey('current');
    token.makeKey('next');
  });

  afterAll(() => {
    if (before === undefined) delete process.env.SOFTHSM2_CONF;
    else process.env.SOFTHSM2_CONF = before;
  });

  it('is opened again by the parameters that it was made with', async () => {
    const { key, parameters } = await keyFromPkcs11(token.module, 'current').create();
    const opened = await keyFromPkcs11(token.module, 'current').open(parameters);
    expect(key.bytes).toHaveLength(32);
    expect(opened.bytes.equals(key.bytes)).toBe(true);
  });

  it('is another one each time, and its parameters hold nothing of it', async () => {
    const provider = keyFromPkcs11(token.module, 'current');
    const [one, other] = [await provider.create(), await provider.create()];
    expect(one.key.bytes.equals(other.key.bytes)).toBe(false);
    const [a, b] = [Buffer.from(one.parameters), Buffer.from(other.parameters)];
    expect([a[0], a.length, b.length]).toEqual([1, 61, 61]);
    expect(a.subarray(1, 13).equals(b.subarray(1, 13))).toBe(false);
    for (let at = 0; at <= 28; at += 1)
      expect(a.includes(one.key.bytes.subarray(at, at + 4))).toBe(false);
  });

  it('is sealed by AES-GCM, bound to its use, as anybody with the key of the token would', async () => {
    const value = randomBytes(32);
    token.makeKey('known', { value });
    const { key, parameters } = await keyFromPkcs11(token.module, 'known').create();
    const decipher = createDecipheriv('aes-256-gcm', value, parameters.subarray(1, 13))
      .setAAD(Buffer.from('keywright/root-key/pkcs11/1'))
      .setAuthTag(parameters.subarray(45));
    expect(Buffer.concat([decipher.update(parameters.subarray(13, 45)), decipher.final()])).toEqual(
      key.bytes,
    );
  });

  it('is not opened by another key of the token', async () => {
    const { parameters } = await keyFromPkcs11(token.module, 'current').create();
    const { message } = await refusalOf(keyFromPkcs11(token.module, 'next').open(parameters));
    expect(message).toContain(
      `cannot be decrypted with the key "next" of the token "${token.module.tokenLabel}" (CKR_`,
    );
  });

  it('is not opened by parameters in which any byte was changed, or which were cut', async () => {
    const provider = keyFromPkcs11(token.module, 'current');
    const { parameters } = await provider.create();
    for (let at = 0; at < parameters.length; at += 1)
      await refusalOf(
        provider.open(parameters.map((byte, index) => (index === at ? byte ^ 1 : byte))),
      );
    for (const length of [0, 1, 13, 60])
      await refusalOf(provider.open(parameters.subarray(0, length)));
    expect((await provider.open(parameters)).bytes).toHaveLength(32);
  });

  it('is opened by several providers at once, and one that fails does not disturb the others', async () => {
    const providers = [
      keyFromPkcs11(token.module, 'current'),
      keyFromPkcs11(token.module, 'next'),
    ] as const;
    const made = await Promise.all(providers.map((provider) => provider.create()));
    const all = Array.from({ length: 20 }, (_, index) => index % 2).flatMap((index) => {
      const [provider, { parameters, key }] = [providers[index], made[index]] as [
        (typeof providers)[0],
        (typeof made)[0],
      ];
      const foreign = made[1 - index]?.parameters as Uint8Array;
      return [
        provider.open(parameters).then(({ bytes }) => bytes.equals(key.bytes)),
        provider.open(foreign).catch((error) => error instanceof RootKeyError),
        keyFromPkcs11(token.module, 'missing')
          .create()
          .catch((error) => error instanceof RootKeyError),
      ];
    });
    expect(new Set(await Promise.all(all))).toEqual(new Set([true]));
  });

  it('leaves no session logged in, and the library can be opened again', async () => {
    const { PKCS11 } = softHsm.api;
    const ends = (['C_Logout', 'C_CloseSession', 'C_Finalize', 'close'] as const).map((name) =>
      vi.spyOn(PKCS11.prototype, name),
    );
    try {
      const provider = keyFromPkcs11(token.module, 'current');
      const { parameters } = await provider.create();
      await refusalOf(
        provider.open(parameters.map((byte, index) => (index === 60 ? byte ^ 1 : byte))),
      );
      await refusalOf(keyFromPkcs11(token.module, 'missing').create());
      expect(ends.map((end) => end.mock.calls.length)).toEqual([3, 3, 3, 3]);
    } finally {
      for (const end of ends) end.mockRestore();
    }
    const library = new PKCS11(softHsm.library);
    library.C_Initialize(); // would throw CKR_CRYPTOKI_ALREADY_INITIALIZED
    library.C_Finalize();
    library.close();
  });

  it('is not made by a key that may encrypt and not decrypt', async () => {
    const other = freshToken();
    other.makeKey('one-way', { decrypt: false });
    const { message } = await refusalOf(keyFromPkcs11(other.module, 'one-way').create());
    expect(message).toContain('not allowed to decrypt');
  });

  describe('says what to do', () => {
    it('about a wrong PIN, without it, and tries it once', async () => {
      const other = freshToken();
      other.makeKey('current');
      const provider = keyFromPkcs11(
        { ...other.module, pin: SecretBytes.ofText('wrong-4711', 'PIN') },
        'current',
      );
      const error = await refusalOf(provider.create());
      expect(error.message).toBe(
        `The token "${other.module.tokenLabel}" rejects the PIN. Correct KEYWRIGHT_PKCS11_PIN, or the file in KEYWRIGHT_PKCS11_PIN_FILE, and start again.`,
      );
      expect(
        `${error.stack} ${(error.cause as Error).stack} ${JSON.stringify(error.cause)}`,
      ).not.toContain('wrong-4711');

      expect(other.wasToldWrongPin()).toBe(true);
      await keyFromPkcs11(other.module, 'current').create();
      expect(other.wasToldWrongPin()).toBe(false);
      expect((await refusalOf(provider.create())).message).toBe(error.message);
      expect(other.wasToldWrongPin()).toBe(false);
    });

    it('about a token that leaves one more try at its PIN, and does not use it up', async () => {
      const { PKCS11, CKF_USER_PIN_FINAL_TRY } = softHsm.api;
      const { C_GetTokenInfo } = PKCS11.prototype;
      // SoftHSM counts no tries, so the flag is set for it.
      const getTokenInfo = vi
        .spyOn(PKCS11.prototype, 'C_GetTokenInfo')
        .mockImplementation(function (this: InstanceType<typeof PKCS11>, slot) {
          const info = C_GetTokenInfo.call(this, slot);
          return { ...info, flags: info.flags | CKF_USER_PIN_FINAL_TRY };
        });
      const login = vi.spyOn(PKCS11.prototype, 'C_Login');
      try {
        const { message } = await refusalOf(keyFromPkcs11(token.module, 'current').create());
        expect(message).toContain('Log in by hand with the right PIN');
        expect(login).not.toHaveBeenCalled();
      } finally {
        getTokenInfo.mockRestore();
        login.mockRestore();
      }
    });

    it('about a token that is not there', async () => {
      const { message } = await refusalOf(
        keyFromPkcs11({ ...token.module, tokenLabel: 'elsewhere' }, 'current').create(),
      );
      expect(message).toContain(
        `${softHsm.library} has no token with the label "elsewhere". Connect it, or set`,
      );
      expect(message).not.toContain(token.module.tokenLabel);
    });

    it('about two tokens of one label', async () => {
      const [{ module }] = [freshToken('twice'), freshToken('twice')];
      expect((await refusalOf(keyFromPkcs11(module, 'current').create())).message).toContain(
        'has several tokens with the label "twice". Give each token its own label',
      );
    });

    it('about a key that is not there', async () => {
      const { message } = await refusalOf(keyFromPkcs11(token.module, 'missing').create());
      expect(message).toContain(
        `The token "${token.module.tokenLabel}" has no AES key with the label "missing".`,
      );
      expect(message).toContain('--login --keygen --key-type AES:32 --sensitive --label "missing"');
    });

    it('about two keys of one label', async () => {
      const other = freshToken();
      other.makeKey('twice');
      other.makeKey('twice');
      const { message } = await refusalOf(keyFromPkcs11(other.module, 'twice').create());
      expect(message).toContain(
        'has several AES keys with the label "twice". Give each key its own label',
      );
    });

    it.each(['/nowhere/libnone.so', import.meta.filename])(
      'about a file that is not a library: %s',
      async (library) => {
        const { message } = await refusalOf(
          keyFromPkcs11({ ...token.module, library }, 'current').create(),
        );
        expect(message).toContain(`The PKCS#11 library ${library} cannot be loaded (`);
        expect(message).toContain('Set KEYWRIGHT_PKCS11_MODULE');
      },
    );

    it('about a library that another part of the process holds', async () => {
      const library = new softHsm.api.PKCS11(softHsm.library);
      library.C_Initialize();
      try {
        const { message } = await refusalOf(keyFromPkcs11(token.module, 'current').create());
        expect(message).toContain('(CKR_CRYPTOKI_ALREADY_INITIALIZED)');
        library.C_GetSlotList(true); // and it is left to its holder
      } finally {
        library.C_Finalize();
        library.close();
      }
    });

    it('where pkcs11js is not installed', () => {
      const script = `
        import { registerHooks } from 'node:module';
        const resolve = (name, context, next) => next(name === 'pkcs11js' ? 'pkcs11js-that-is-not-installed' : name, context);
        registerHooks({ resolve });
        const { keyFromPkcs11 } = await import('#root-key/providers/pkcs11.ts');
        const error = await keyFromPkcs11({ library: '', tokenLabel: '' }, '').create().catch((error) => error);
        process.stdout.write(error.constructor.name + ': ' + error.message);`;
      const options = { cwd: resolve(import.meta.dirname, '../..'), encoding: 'utf8' } as const;
      const output = execFileSync(
        process.execPath,
        ['--input-type=module', '--eval', script],
        options,
      );
      expect(output).toMatch(
        /^RootKeyError: .* needs the npm package pkcs11js, which is not installed.*npm rebuild pkcs11js/,
      );
    });
  });

  it('serves a server, which starts again with it and with no other', async () => {
    const settings = {
      KEYWRIGHT_ROOT_KEY_PKCS11: 'current',
      KEYWRIGHT_PKCS11_MODULE: token.module.library,
      KEYWRIGHT_PKCS11_TOKEN: token.module.tokenLabel,
      KEYWRIGHT_PKCS11_PIN: token.pin,
    };
    const secret = Buffer.from('kept over a restart');
    const first = await startKms({ settings });
    const { dataDir } = first;
    const account = await first.addAccount();
    const before = caller('graphql', first, account);
    const { keyId } = await before.createKey();
    const { ciphertextBlob = '' } = await before.encrypt(keyId, secret);
    await first[Symbol.asyncDispose]();

    const { message } = await refusalOf(
      startKms({ settings: { ...settings, KEYWRIGHT_ROOT_KEY_PKCS11: 'next' }, dataDir }),
    );
    expect(message).toContain('the key "next"');

    await using again = await startKms({ settings, dataDir });
    const after = caller('graphql', again, account);
    expect((await after.describeKey(keyId)).keyState).toBe('Enabled');
    expect(await after.decrypt(ciphertextBlob)).toEqual(secret);
  });
});
