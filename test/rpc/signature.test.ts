import { describe, expect, it } from 'vitest';
import { parseAcs3Authorization } from '#rpc/acs3-authorization.ts';
import { type RpcRequest, readRequest } from '#rpc/request.ts';
import { readSigned } from '#rpc/signature.ts';
import { canonicalRequest } from '#rpc/signature-acs3.ts';
import { signV1, stringToSignV1 } from '#rpc/signature-v1.ts';

const secret = Buffer.from('testsecret');
const sign = (method: string, params: Record<string, string>, key = secret) =>
  signV1(key, stringToSignV1(method, new Map(Object.entries(params)))).toString('base64');
const common = { AccessKeyId: 'testid', SignatureMethod: 'HMAC-SHA1', SignatureVersion: '1.0' };

describe('The V1 signature', () => {
  it('signs the KMS page’s own example', () => {
    const params = {
      ...common,
      Action: 'CreateKey',
      Format: 'json',
      Version: '2016-01-20',
      Timestamp: '2016-03-28T03:13:08Z',
    };
    expect(sign('GET', params)).toBe('41wk2SSX1GJh7fwnc5eqOfiJPFg=');
    expect(stringToSignV1('GET', new Map(Object.entries(params)))).toBe(
      'GET&%2F&AccessKeyId%3Dtestid%26Action%3DCreateKey%26Format%3Djson%26SignatureMethod%3DHMAC-SHA1%26SignatureVersion%3D1.0%26Timestamp%3D2016-03-28T03%253A13%253A08Z%26Version%3D2016-01-20',
    );
  });

  it('signs the generic page’s example', () => {
    const params = {
      ...common,
      Action: 'DescribeRegions',
      Format: 'XML',
      Version: '2014-05-26',
      SignatureNonce: '3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf',
      Timestamp: '2016-02-23T12:46:24Z',
    };
    expect(sign('GET', params)).toBe('OLeaidS1JvxuMvnyHOwuJ+uX5qY=');
  });

  it('keeps parameters that are empty', () => {
    const params = {
      AccessKeyId: 'accessKeyId',
      Action: '',
      Format: 'JSON',
      RegionId: 'regionId',
      SignatureMethod: 'HMAC-SHA1',
      SignatureNonce: 'MOCK_UUID',
      SignatureType: '',
      SignatureVersion: '1.0',
      Timestamp: 'mock date',
      Version: '',
    };
    expect(sign('GET', params, Buffer.from('accessKeySecret'))).toBe(
      '7loPmFjvDnzOVnQeQNj85S6nFGY=',
    );
  });

  it('signs query and form together, in UTF-8', () => {
    const params = {
      ...common,
      Action: 'Encrypt',
      Format: 'JSON',
      Version: '2016-01-20',
      SignatureNonce: '11111111-2222-3333-4444-555555555555',
      SignatureType: '',
      Timestamp: '2024-03-25T10:00:00Z',
      RegionId: 'cn-hangzhou',
      KeyId: 'alias/test key*~',
      Plaintext: 'SGVsbG8gd29ybGQ=',
      EncryptionContext: '{"Example":"中+文"}',
    };
    expect(sign('POST', params)).toBe('iZ/A0yoibsTJOp8oqqb9EK0KFV0=');
  });

  it('sorts names by their bytes, not by UTF-16 units', () => {
    expect(
      stringToSignV1(
        'GET',
        new Map([
          ['\u{10000}', ''],
          ['\uFFFD', ''],
        ]),
      ),
    ).toBe('GET&%2F&%25EF%25BF%25BD%3D%26%25F0%2590%2580%2580%3D');
  });

  it('decodes + as a space and signs what was meant', () => {
    const { params } = readRequest(
      { method: 'GET', url: '/?a=b+c%2Bd*e', headers: {}, headersDistinct: {} },
      Buffer.alloc(0),
    );
    expect(params.get('a')).toBe('b c+d*e');
    expect(stringToSignV1('GET', params)).toBe('GET&%2F&a%3Db%2520c%252Bd%252Ae');
  });
});

const acs3 = (overrides: {
  url?: string;
  headers?: Record<string, string>;
  body?: string;
}): RpcRequest => {
  const headers = {
    host: 'kms.cn-hangzhou.aliyuncs.com',
    'x-acs-version': '2016-01-20',
    'x-acs-date': '2024-03-25T10:00:00Z',
    'x-acs-signature-nonce': 'd410180a5abf7fe235dd9b74aca91fc0',
    ...overrides.headers,
  };
  const headersDistinct = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value]]),
  );
  return readRequest(
    { method: 'POST', url: overrides.url ?? '/', headers, headersDistinct },
    Buffer.from(overrides.body ?? ''),
  );
};
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe('The ACS3 signature', () => {
  it.each([
    [
      'parameters in the query',
      {
        url: '/?Description=a%20b%2Bc*d~e%2F%E4%B8%AD&KeyUsage=ENCRYPT%2FDECRYPT',
        headers: { 'x-acs-action': 'CreateKey', 'x-acs-content-sha256': EMPTY },
      },
      'f128283f0580fe28331de4820db3e6a89f61ad1408274865b8a25c8f321ae97e',
    ],
    [
      'a form body',
      {
        url: '/?RegionId=cn-hangzhou',
        headers: {
          'x-acs-action': 'CreateKey',
          'content-type': 'application/x-www-form-urlencoded',
          'x-acs-content-sha256':
            'fb5d1ac4a4021bc0e4d6214e67155af03078649b851eb0d96d98e70354bc1fd6',
        },
        body: 'Description=a%20b%2Bc&KeyUsage=ENCRYPT%2FDECRYPT',
      },
      'd1331707b38f09157755f6ea607244d19ee65bf41a0d1e2e64e96b492c67563f',
    ],
    [
      'temporary credentials',
      {
        url: '/?KeyId=alias%2Fdemo',
        headers: {
          'x-acs-action': 'DescribeKey',
          'x-acs-accesskey-id': 'STS.testid',
          'x-acs-security-token': 'tok/en+==',
          'x-acs-content-sha256': EMPTY,
        },
      },
      '898aeea96f856d4733e3d2277fc4b40478c83712c798adeebd07f3f74f9f3675',
    ],
  ])('is right for %s', (_name, given, expected) => {
    const names = [
      'host',
      'x-acs-version',
      'x-acs-date',
      'x-acs-signature-nonce',
      ...Object.keys(given.headers),
    ]
      .sort()
      .join(';');
    const id = 'x-acs-accesskey-id' in given.headers ? 'STS.testid' : 'testid';
    // In any order, and with blanks after the commas: the Java client writes it so.
    const authorization = `ACS3-HMAC-SHA256 Credential=${id}, Signature=${expected}, SignedHeaders=${names}`;
    const signed = readSigned(
      acs3({ ...given, headers: { ...given.headers, authorization } as Record<string, string> }),
    );
    expect(signed.sign(secret).toString('hex')).toBe(expected);
    expect(signed.signature.toString('hex')).toBe(expected);
  });

  it('builds the canonical request line by line', () => {
    const request = acs3({ url: '/?b=2&a=%20', headers: { 'x-acs-action': 'CreateKey' } });
    expect(canonicalRequest(request, ['host', 'x-acs-action'], 'hash')).toBe(
      'POST\n/\na=%20&b=2\nhost:kms.cn-hangzhou.aliyuncs.com\nx-acs-action:CreateKey\n\nhost;x-acs-action\nhash',
    );
  });

  it('joins the values of a repeated header, without the blanks around them', () => {
    const headers = { 'x-acs-extra': ' a , b' }; // as Node gives them, joined
    const request = readRequest(
      { method: 'POST', url: '/', headers, headersDistinct: { 'x-acs-extra': [' a ', 'b'] } },
      Buffer.alloc(0),
    );
    expect(canonicalRequest(request, ['x-acs-extra', 'x-acs-none'], 'hash')).toBe(
      'POST\n/\n\nx-acs-extra:a,b\nx-acs-none:\n\nx-acs-extra;x-acs-none\nhash',
    );
  });

  it.each([
    'ACS3-HMAC-SHA256',
    'ACS3-HMAC-SHA256 Credential=a',
    'ACS3-HMAC-SHA256 Credential=,SignedHeaders=,Signature=',
  ])('refuses the Authorization "%s"', (header) => {
    expect(() => parseAcs3Authorization(header)).toThrow(
      expect.objectContaining({ code: 'IncompleteSignature' }),
    );
  });
});
