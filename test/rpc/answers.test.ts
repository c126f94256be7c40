import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { sharedKms, startKms } from '../support/kms.ts';
import { callAcs3, callV1 } from '../support/rpc-client.ts';

const parseXml = (text: string) =>
  new XMLParser({
    parseTagValue: false,
    trimValues: false,
    ignoreDeclaration: true,
    htmlEntities: true,
  }).parse(text) as Record<string, Record<string, unknown>>;

describe('An answer of the query-string API', () => {
  it('is JSON with the request id, in the words of the original page', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const { status, headers, json } = await callV1(kms, account, 'CreateKey', {
      Description: 'key description example',
    });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json;charset=utf-8');
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers['x-acs-request-id']).toBe(json.RequestId);
    expect(Object.keys(json).sort()).toEqual(['KeyMetadata', 'RequestId']);
    expect(json.KeyMetadata).toEqual({
      CreationDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      Description: 'key description example',
      KeyId: expect.any(String),
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT/DECRYPT',
      DeleteDate: '',
      Creator: account.accountId,
      Arn: expect.stringMatching(/^acs:kms:cn-hangzhou:\d+:key\/[0-9a-f-]{36}$/),
      Origin: 'Aliyun_KMS',
      MaterialExpireTime: '',
      ProtectionLevel: 'SOFTWARE',
      KeySpec: 'Aliyun_AES_256',
      PrimaryKeyVersion: expect.any(String),
      LastRotationDate: expect.any(String),
      AutomaticRotation: 'Disabled',
    });
  });

  it('gives DeletionProtection only with DescribeKey, and leaves PrimaryKeyVersion out where there is none', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const created = (await callV1(kms, account, 'CreateKey', { Origin: 'EXTERNAL' })).json
      .KeyMetadata as Record<string, string>;
    expect(created).not.toHaveProperty('PrimaryKeyVersion');
    expect(created).not.toHaveProperty('LastRotationDate');
    const described = await callV1(kms, account, 'DescribeKey', { KeyId: String(created.KeyId) });
    expect(described.json.KeyMetadata).toEqual({ ...created, DeletionProtection: 'Disabled' });
  });

  it('has numbers as numbers, and a list even when it is empty', async () => {
    const kms = await sharedKms();
    const { json } = await callV1(kms, await kms.addAccount(), 'ListKeys', {
      PageNumber: '7',
      PageSize: '3',
    });
    expect(json).toEqual({
      Keys: { Key: [] },
      PageNumber: 7,
      PageSize: 3,
      TotalCount: 0,
      RequestId: expect.any(String),
    });
  });

  it('pages', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1)
      ids.push(
        String(
          ((await callV1(kms, account, 'CreateKey')).json.KeyMetadata as Record<string, string>)
            .KeyId,
        ),
      );
    const page = async (PageNumber: string) =>
      (
        (await callV1(kms, account, 'ListKeys', { PageNumber, PageSize: '2' })).json.Keys as {
          Key: { KeyId: string; KeyArn: string }[];
        }
      ).Key;
    expect((await page('1')).map(({ KeyId }) => KeyId)).toEqual(ids.slice(0, 2));
    expect((await page('3')).map(({ KeyId }) => KeyId)).toEqual(ids.slice(4));
    expect(await page('2147483647')).toEqual([]);
    expect((await page('1'))[0]?.KeyArn).toBe(
      `acs:kms:cn-hangzhou:${account.accountId}:key/${ids[0]}`,
    );
  });

  it('is XML on demand, carrying every character', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const description = ` <b>&amp; "quoted" 'it' ]]> 密钥 🔑\ttab\r\nline `;
    const { status, headers, text } = await callV1(
      kms,
      account,
      'CreateKey',
      { Description: description },
      { params: { Format: 'xml' } },
    );
    expect([status, headers['content-type']]).toEqual([200, 'text/xml;charset=utf-8']);
    expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?><KMS>/);
    expect(text).toContain('<DeleteDate></DeleteDate>');
    expect(text).not.toContain('\r'); // a bare one would be read as a line feed
    const { KMS } = parseXml(text);
    expect(KMS?.KeyMetadata).toMatchObject({ Description: description, KeyState: 'Enabled' });
    expect(KMS?.RequestId).toBe(headers['x-acs-request-id']);
  });

  it('repeats the element of a list in XML', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const xml = async () =>
      (await callV1(kms, account, 'ListKeys', {}, { params: { Format: 'XML' } })).text;
    expect(await xml()).toContain('<Keys></Keys>');
    await callV1(kms, account, 'CreateKey');
    await callV1(kms, account, 'CreateKey');
    expect(await xml()).toMatch(
      /<Keys><Key><KeyId>[^<]+<\/KeyId><KeyArn>[^<]+<\/KeyArn><\/Key><Key>.*<\/Key><\/Keys>/,
    );
  });

  it('tells errors in XML under the root Error', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const { status, headers, text } = await callV1(
      kms,
      account,
      'DescribeKey',
      { KeyId: 'nope' },
      { params: { Format: 'XML' } },
    );
    expect([status, headers['content-type']]).toEqual([404, 'text/xml;charset=utf-8']);
    expect(parseXml(text)).toMatchObject({
      Error: {
        Code: 'Forbidden.KeyNotFound',
        HttpStatus: '404',
        RequestId: headers['x-acs-request-id'],
      },
    });
    const wrongSecret = await callV1(
      kms,
      { ...account, secret: 'x' },
      'ListKeys',
      { Note: '<&>' },
      { params: { Format: 'XML' } },
    );
    expect(parseXml(wrongSecret.text).Error?.Message).toMatch(/string to sign is:POST&%2F&/);
  });

  it('is JSON for ACS3 unless the query asks for XML', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    expect((await callAcs3(kms, account, 'DescribeRegions')).json.Regions).toEqual({
      Region: [{ RegionId: 'cn-hangzhou' }],
    });
    expect(
      (await callAcs3(kms, account, 'DescribeRegions', { query: { Format: 'XML' } })).text,
    ).toContain('<KMS><Regions><Region><RegionId>cn-hangzhou');
  });

  it('has the root that newer pages show, when the settings say so', async () => {
    await using kms = await startKms({ settings: { KEYWRIGHT_XML_ROOT: 'Response' } });
    const account = await kms.addAccount();
    const answer = await callV1(kms, account, 'DescribeRegions', {}, { params: { Format: 'XML' } });
    expect(answer.text).toContain('<DescribeRegionsResponse><Regions>');
    const error = await callV1(
      kms,
      account,
      'DescribeKey',
      { KeyId: 'nope' },
      { params: { Format: 'XML' } },
    );
    expect(error.text).toContain('<Error><RequestId>');
  });

  it.each([
    ['GET', 'query'],
    ['POST', 'query'],
    ['POST', 'form'],
  ] as const)('comes for %s with parameters in the %s', async (method, placement) => {
    const kms = await sharedKms();
    const { status } = await callV1(
      kms,
      await kms.addAccount(),
      'CreateKey',
      { Description: "ключ a b+c*d~e'f(g)!" },
      { method, placement },
    );
    expect(status).toBe(200);
  });
});
