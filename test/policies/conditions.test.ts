import { describe, expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { rawRequest } from '../support/http.ts';
import { addUser, type Credential } from '../support/identities.ts';
import { type Kms, sharedKms, startKms } from '../support/kms.ts';
import { commonV1, signV1 } from '../support/rpc-client.ts';
import { SURFACES } from '../support/surfaces.ts';

const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error: { code?: string }) => String(error.code),
  );

async function setUp(Condition: object, Action = 'kms:*') {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const asRoot = caller('rpc', kms, account);
  const { keyId } = await asRoot.createKey();
  const user = await addUser(kms, account.accountId, [
    { Effect: 'Allow', Action, Resource: '*', Condition },
  ]);
  return { kms, asRoot, keyId, user };
}

describe.each(SURFACES)('A condition, by %s,', (surface) => {
  it('reads the tags of the key, as they are at each call', async () => {
    const { kms, asRoot, keyId, user } = await setUp({
      StringEquals: { 'kms:tag/team': 'payroll' },
    });
    const as = caller(surface, kms, user);
    const encrypt = () => outcomeOf(as.encrypt(keyId, Buffer.from('x')));
    expect(await encrypt()).toBe('Forbidden.NoPermission');
    await asRoot.tagKeys([keyId], [['team', 'payroll']]);
    expect(await encrypt()).toBe('ok');
    await asRoot.untagKeys([keyId], ['team']);
    expect(await encrypt()).toBe('Forbidden.NoPermission');
  });

  it('reads the encryption context, the spec and the surface', async () => {
    const { kms, keyId, user } = await setUp({
      StringEquals: {
        'kms:EncryptionContext/tenant': 'a',
        'kms:KeySpec': 'Aliyun_AES_256',
        'kms:Surface': surface,
      },
    });
    const as = caller(surface, kms, user);
    const encrypt = (tenant: string) =>
      outcomeOf(as.encrypt(keyId, Buffer.from('x'), [['tenant', tenant]]));
    expect(await encrypt('a')).toBe('ok');
    expect(await encrypt('b')).toBe('Forbidden.NoPermission');
    const other = caller(surface === 'rpc' ? 'graphql' : 'rpc', kms, user);
    expect(await outcomeOf(other.encrypt(keyId, Buffer.from('x'), [['tenant', 'a']]))).toBe(
      'Forbidden.NoPermission',
    );
  });

  it('reads the time and the address, and knows no second factor', async () => {
    for (const [Condition, expected] of [
      [{ DateLessThan: { 'acs:CurrentTime': '2020-01-01T00:00:00Z' } }, 'Forbidden.NoPermission'],
      [{ DateGreaterThan: { 'acs:CurrentTime': '2020-01-01T00:00:00Z' } }, 'ok'],
      [{ IpAddress: { 'acs:SourceIp': '127.0.0.0/8' } }, 'ok'],
      [{ NotIpAddress: { 'acs:SourceIp': '127.0.0.1' } }, 'Forbidden.NoPermission'],
      [{ Bool: { 'acs:MFAPresent': 'true' } }, 'Forbidden.NoPermission'],
      [{ Bool: { 'acs:SecureTransport': 'false' } }, 'ok'],
    ] as const) {
      const { kms, keyId, user } = await setUp(Condition);
      expect([Condition, await outcomeOf(caller(surface, kms, user).describeKey(keyId))]).toEqual([
        Condition,
        expected,
      ]);
    }
  });
});

/** DescribeRegions needs no permission, CreateKey does. */
async function createKey(
  kms: Pick<Kms, 'url'>,
  credential: Credential,
  headers: [string, string][],
) {
  const params = signV1('POST', commonV1(credential, 'CreateKey'), credential.secret);
  const path = `/?${new URLSearchParams(params)}`;
  return (await rawRequest(kms.url, { method: 'POST', path, headers })).json.Code ?? 'ok';
}

describe('Behind a proxy', () => {
  const CONDITION = {
    IpAddress: { 'acs:SourceIp': '192.0.2.7' },
    Bool: { 'acs:SecureTransport': 'true' },
  };
  const FORWARDED: [string, string][] = [
    ['x-forwarded-for', '192.0.2.7'],
    ['x-forwarded-proto', 'https'],
  ];
  const userOf = async (kms: Kms) =>
    addUser(kms, kms.deployment.accountId, [
      { Effect: 'Allow', Action: 'kms:CreateKey', Resource: '*', Condition: CONDITION },
    ]);

  it('address and TLS are what a trusted proxy says', async () => {
    await using kms = await startKms({ settings: { KEYWRIGHT_TRUSTED_PROXIES: '127.0.0.1' } });
    expect(await createKey(kms, await userOf(kms), FORWARDED)).toBe('ok');
    expect(await createKey(kms, await userOf(kms), [])).toBe('Forbidden.NoPermission');
  });

  it('that is not trusted they are its own', async () => {
    await using kms = await startKms();
    expect(await createKey(kms, await userOf(kms), FORWARDED)).toBe('Forbidden.NoPermission');
  });
});
