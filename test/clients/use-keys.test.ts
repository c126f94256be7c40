import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sharedKms } from '../support/kms.ts';
import { SDKS } from './sdks.ts';

describe.each(SDKS)('$name', ({ call, codeOf }) => {
  async function setUp(params: Record<string, string> = {}) {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const act = (action: string, input: Record<string, string> = {}) =>
      call(kms, account, action, input) as Promise<Record<string, string>>;
    const { KeyMetadata } = (await act('CreateKey', params)) as unknown as {
      KeyMetadata: { KeyId: string };
    };
    const refused = async (action: string, input: Record<string, string>) =>
      codeOf(await act(action, input).catch((error: unknown) => error));
    return { act, refused, KeyId: KeyMetadata.KeyId };
  }

  it('encrypts and decrypts, bound to a context', async () => {
    const { act, refused, KeyId } = await setUp();
    const Plaintext = Buffer.from('ключ 🔑 +/=').toString('base64');
    const EncryptionContext = '{"purpose":"a b+c&d=e","ключ":"1"}';
    const { CiphertextBlob = '', KeyVersionId } = await act('Encrypt', {
      KeyId,
      Plaintext,
      EncryptionContext,
    });
    expect(
      await act('Decrypt', {
        CiphertextBlob,
        EncryptionContext: '{"ключ":"1","purpose":"a b+c&d=e"}',
      }),
    ).toMatchObject({
      Plaintext,
      KeyId,
      KeyVersionId,
    });
    expect(await refused('Decrypt', { CiphertextBlob })).toBe('InvalidParameter');
  });

  it('encrypts 6 KB, the most there may be', async () => {
    const { act, KeyId } = await setUp();
    const Plaintext = randomBytes(6_144).toString('base64');
    const { CiphertextBlob = '' } = await act('Encrypt', { KeyId, Plaintext });
    expect((await act('Decrypt', { CiphertextBlob })).Plaintext).toBe(Plaintext);
  });

  it('takes data keys, and opens them', async () => {
    const { act, KeyId } = await setUp();
    const { Plaintext = '', CiphertextBlob = '' } = await act('GenerateDataKey', {
      KeyId,
      KeySpec: 'AES_256',
    });
    expect(Buffer.from(Plaintext, 'base64')).toHaveLength(32);
    expect((await act('Decrypt', { CiphertextBlob })).Plaintext).toBe(Plaintext);
    const blind = await act('GenerateDataKeyWithoutPlaintext', { KeyId, NumberOfBytes: '16' });
    expect(blind.Plaintext).toBeUndefined();
    expect(
      Buffer.from(
        (await act('Decrypt', { CiphertextBlob: blind.CiphertextBlob ?? '' })).Plaintext ?? '',
        'base64',
      ),
    ).toHaveLength(16);
  });

  it('disables a key, is refused, and enables it', async () => {
    const { act, refused, KeyId } = await setUp();
    const { CiphertextBlob = '' } = await act('Encrypt', { KeyId, Plaintext: 'eA==' });
    await act('DisableKey', { KeyId });
    expect(await refused('Decrypt', { CiphertextBlob })).toBe('Rejected.Disabled');
    await act('EnableKey', { KeyId });
    expect((await act('Decrypt', { CiphertextBlob })).Plaintext).toBe('eA==');
  });

  it('schedules a deletion and cancels it', async () => {
    const { act, refused, KeyId } = await setUp();
    await act('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: '7' });
    expect((await act('DescribeKey', { KeyId })).KeyMetadata).toMatchObject({
      KeyState: 'PendingDeletion',
      DeleteDate: expect.stringMatching(/Z$/),
    });
    expect(await refused('Encrypt', { KeyId, Plaintext: 'eA==' })).toBe('Rejected.PendingDeletion');
    await act('CancelKeyDeletion', { KeyId });
    expect((await act('DescribeKey', { KeyId })).KeyMetadata).toMatchObject({
      KeyState: 'Enabled',
      DeleteDate: '',
    });
  });

  it('imports material that node:crypto wrapped', async () => {
    const { act, KeyId } = await setUp({ Origin: 'EXTERNAL' });
    const { PublicKey = '', ImportToken = '' } = await act('GetParametersForImport', {
      KeyId,
      WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      WrappingKeySpec: 'RSA_2048',
    });
    const key = createPublicKey({
      key: Buffer.from(PublicKey, 'base64'),
      format: 'der',
      type: 'spki',
    });
    const wrapped = publicEncrypt(
      { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
      randomBytes(32),
    );
    await act('ImportKeyMaterial', {
      KeyId,
      EncryptedKeyMaterial: wrapped.toString('base64'),
      ImportToken,
      KeyMaterialExpireUnix: '0',
    });
    const { CiphertextBlob = '' } = await act('Encrypt', { KeyId, Plaintext: 'eA==' });
    expect((await act('Decrypt', { CiphertextBlob })).Plaintext).toBe('eA==');
    await act('DeleteKeyMaterial', { KeyId });
    expect((await act('DescribeKey', { KeyId })).KeyMetadata).toMatchObject({
      KeyState: 'PendingImport',
    });
  });
});

describe('@alicloud/kms20160120', () => {
  it('sends a context pair by pair, and it binds all the same', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const sdk = SDKS.find(({ name }) => name === '@alicloud/kms20160120');
    const act = (action: string, input: Record<string, unknown>) =>
      sdk?.call(kms, account, action, input as Record<string, string>) as Promise<
        Record<string, string>
      >;
    const { KeyMetadata } = (await act('CreateKey', {})) as unknown as {
      KeyMetadata: { KeyId: string };
    };
    const { CiphertextBlob = '' } = await act('Encrypt', {
      KeyId: KeyMetadata.KeyId,
      Plaintext: 'eA==',
      EncryptionContext: { a: 'b c', 'd.e': 'f' },
    });
    expect(
      (await act('Decrypt', { CiphertextBlob, EncryptionContext: '{"d.e":"f","a":"b c"}' }))
        .Plaintext,
    ).toBe('eA==');
    await expect(act('Decrypt', { CiphertextBlob })).rejects.toThrow();
  });
});
