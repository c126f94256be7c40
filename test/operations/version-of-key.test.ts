import { describe, expect, it } from 'vitest';
import { type Caller, caller, refusalOf, SURFACES } from '../support/caller.ts';
import { type Credential, sharedKms } from '../support/kms.ts';

const digest = Buffer.alloc(32, 7);
const plaintext = Buffer.from('x');

async function versionOf(as: Caller, keyId: string): Promise<string> {
  const [version] = await as.listVersions(keyId);
  if (!version) throw new Error('a key without a version');
  return version.keyVersionId;
}

describe.each(SURFACES)('A key version over %s', (surface) => {
  const callerOf = async (account?: Credential) => {
    const kms = await sharedKms();
    return caller(surface, kms, account ?? (await kms.addAccount()));
  };

  /** Whatever a key pair does, by a version of another key whose material is at hand. */
  async function expectStrange(
    as: Caller,
    keyId: string,
    keyVersionId: string,
    usage: 'sign' | 'encrypt',
  ) {
    const pair = { keyId, keyVersionId };
    const calls =
      usage === 'sign'
        ? [
            () => as.act('AsymmetricSign', { ...pair, algorithm: 'ECDSA_SHA_256', digest }),
            () =>
              as.act('AsymmetricVerify', {
                ...pair,
                algorithm: 'ECDSA_SHA_256',
                digest,
                value: digest,
              }),
          ]
        : [
            () =>
              as.act('AsymmetricEncrypt', { ...pair, algorithm: 'RSAES_OAEP_SHA_256', plaintext }),
            () =>
              as.act('AsymmetricDecrypt', {
                ...pair,
                algorithm: 'RSAES_OAEP_SHA_256',
                ciphertextBlob: Buffer.alloc(256, 1),
              }),
          ];
    for (const call of [...calls, () => as.publicKey(keyId, keyVersionId)])
      expect(await refusalOf(call())).toBe('Forbidden.KeyVersionNotFound');
  }

  it('is not one of another key whose material is cached: of a disabled key', async () => {
    const as = await callerOf();
    const [own, disabled] = [
      await as.createKey({ keySpec: 'EC_P256' }),
      await as.createKey({ keySpec: 'EC_P256' }),
    ];
    const keyVersionId = await versionOf(as, disabled.keyId);
    await as.act('DisableKey', { keyId: disabled.keyId });
    await as.publicKey(disabled.keyId, keyVersionId);
    await expectStrange(as, own.keyId, keyVersionId, 'sign');
  });

  it('is not one of another key: of a symmetric key, whose bytes would make a scalar', async () => {
    const as = await callerOf();
    const [own, secret] = [await as.createKey({ keySpec: 'EC_P256' }), await as.createKey()];
    await as.encrypt(secret.keyId, plaintext);
    await expectStrange(as, own.keyId, await versionOf(as, secret.keyId), 'sign');
  });

  it('is not one of another key: of a key of another usage', async () => {
    const as = await callerOf();
    const own = await as.createKey({ keySpec: 'RSA_2048', keyUsage: 'ENCRYPT/DECRYPT' });
    const signer = await as.createKey({ keySpec: 'RSA_2048', keyUsage: 'SIGN/VERIFY' });
    const keyVersionId = await versionOf(as, signer.keyId);
    await as.publicKey(signer.keyId, keyVersionId);
    await expectStrange(as, own.keyId, keyVersionId, 'encrypt');
  });

  it('is not one of another account', async () => {
    const [as, stranger] = [await callerOf(), await callerOf()];
    const [own, strange] = [
      await as.createKey({ keySpec: 'EC_P256' }),
      await stranger.createKey({ keySpec: 'EC_P256' }),
    ];
    const keyVersionId = await versionOf(stranger, strange.keyId);
    await stranger.publicKey(strange.keyId, keyVersionId);
    await expectStrange(as, own.keyId, keyVersionId, 'sign');
  });
});
