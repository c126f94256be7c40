import { describe, expect, it } from 'vitest';
import { sharedKms } from '../support/kms.ts';
import { SDKS } from './sdks.ts';

describe.each(SDKS)('$name', ({ call, codeOf }) => {
  async function setUp() {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    return {
      kms,
      account,
      act: (action: string, params: Record<string, string> = {}) =>
        call(kms, account, action, params),
    };
  }

  it('creates, describes and lists keys', async () => {
    const { account, act } = await setUp();
    const Description = 'ключ 密钥 🔑 a&b=c+d*e~f%g%20h \'(x)!"/?';
    const { KeyMetadata: created } = (await act('CreateKey', {
      Description,
      KeyUsage: 'ENCRYPT/DECRYPT',
      Origin: 'Aliyun_KMS',
    })) as {
      KeyMetadata: Record<string, string>;
    };
    expect(created).toMatchObject({ Description, KeyState: 'Enabled', Creator: account.accountId });
    const KeyId = String(created.KeyId);
    expect((await act('DescribeKey', { KeyId })).KeyMetadata).toMatchObject({
      KeyId,
      Description,
      Arn: created.Arn,
    });
    expect((await act('ListKeys', { PageSize: '10' })).Keys).toMatchObject({
      Key: [{ KeyId, KeyArn: created.Arn }],
    });
  });

  it('carries a description of 8,192 emoji', async () => {
    const { act } = await setUp();
    const Description = '🔑'.repeat(8_192);
    expect((await act('CreateKey', { Description })).KeyMetadata).toMatchObject({ Description });
  });

  it('throws the server’s error as its own', async () => {
    const { act } = await setUp();
    const error = await act('DescribeKey', { KeyId: '01a20bda-0000-7000-8000-000000000000' }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(Error);
    expect(codeOf(error)).toBe('Forbidden.KeyNotFound');
    expect(String((error as Error).message)).toContain('The specified Key is not found.');
  });

  it('learns that its secret is wrong', async () => {
    const { kms, account } = await setUp();
    const error = await call(kms, { ...account, secret: 'wrong' }, 'ListKeys', {}).catch(
      (thrown: unknown) => thrown,
    );
    expect(codeOf(error)).toBe('SignatureDoesNotMatch');
  });
});
