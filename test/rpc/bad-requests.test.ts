import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createKey } from '#operations/key/create-key.ts';
import { OPERATIONS } from '#operations/registry.ts';
import { isAudited } from '#pipeline/operation.ts';
import { type RawReply, rawRequest } from '../support/http.ts';
import { setEnabled } from '../support/identities.ts';
import { type Credential, type Kms, sharedKms, startKms } from '../support/kms.ts';
import { hasSurface } from '../support/operation/call-operation.ts';
import { factsOf } from '../support/operation/discover.ts';
import { successOf } from '../support/operation/facts.ts';
import { rpcParameters } from '../support/operation/spell.ts';
import { openSubjects } from '../support/operation/subjects.ts';
import { inputFor } from '../support/operation/test-contract.ts';
import { callAcs3, callV1, commonV1, signV1, VERSIONS } from '../support/rpc-client.ts';

async function setUp(): Promise<{ kms: Kms; account: Credential }> {
  const kms = await sharedKms();
  return { kms, account: await kms.addAccount() };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Every refusal has the whole envelope, in the body and on the status line. */
function expectRefusal(reply: RawReply, status: number, code: string): void {
  expect([reply.status, reply.json.Code]).toEqual([status, code]);
  expect(reply.json).toEqual({
    Code: code,
    HttpStatus: status,
    Message: expect.stringMatching(/.+/),
    RequestId: expect.stringMatching(UUID),
    HostId: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    Recommend: expect.stringContaining(encodeURIComponent(code)),
  });
  expect(reply.headers['content-type']).toBe('application/json;charset=utf-8');
  expect(reply.headers['x-acs-request-id']).toBe(reply.json.RequestId);
}

const keysOf = (kms: Kms, { accountId }: Credential) =>
  kms.store.db.key.count({ where: { accountId } });

describe('The query-string API refuses', () => {
  it.each([
    ['an unknown action', { Action: 'CreateKeys' }, 404, 'InvalidAction.NotFound'],
    ['an action in the wrong case', { Action: 'createKey' }, 404, 'InvalidAction.NotFound'],
    ['an unknown version', { Version: '2016-01-21' }, 400, 'InvalidVersion'],
    ['no action', { Action: undefined }, 400, 'MissingParameter'],
    ['no version', { Version: undefined }, 400, 'MissingParameter'],
    ['no access key', { AccessKeyId: undefined }, 400, 'MissingParameter'],
    ['no signature method', { SignatureMethod: undefined }, 400, 'MissingParameter'],
    ['another signature method', { SignatureMethod: 'HMAC-SHA256' }, 400, 'InvalidParameter'],
    ['no signature version', { SignatureVersion: undefined }, 400, 'MissingParameter'],
    ['another signature version', { SignatureVersion: '2.0' }, 400, 'InvalidParameter'],
    ['a bearer token', { SignatureType: 'BEARERTOKEN' }, 400, 'InvalidParameter'],
    ['a Format that is neither', { Format: 'YAML' }, 400, 'InvalidParameter'],
    ['no timestamp', { Timestamp: undefined }, 400, 'IllegalTimestamp'],
    ['a malformed timestamp', { Timestamp: '2026-11-24 03:02:18' }, 400, 'IllegalTimestamp'],
    ['a timestamp on no calendar', { Timestamp: '2026-02-30T00:00:00Z' }, 400, 'IllegalTimestamp'],
    ['a nonce of 129 characters', { SignatureNonce: 'n'.repeat(129) }, 400, 'InvalidParameter'],
    ['an Origin in the wrong case', { Origin: 'aliyun_kms' }, 400, 'InvalidParameter'],
    ['a KeyUsage in the wrong case', { KeyUsage: 'encrypt/decrypt' }, 400, 'InvalidParameter'],
    ['a KeySpec that is not offered', { KeySpec: 'Aliyun_AES_512' }, 400, 'InvalidParameter'],
    ['an unknown protection level', { ProtectionLevel: 'Software' }, 400, 'InvalidParameter'],
  ])('%s', async (_name, params, status, code) => {
    const { kms, account } = await setUp();
    expectRefusal(await callV1(kms, account, 'CreateKey', {}, { params }), status, code);
    expect(await keysOf(kms, account)).toBe(0);
  });

  // The token is found only when the whole form is decoded, after the access key was looked up.
  it.each(['SecurityToken', 'Security%54oken'])(
    'the security token of no session, by the name %s in a form',
    async (name) => {
      const { kms, account } = await setUp();
      const params = { ...commonV1(account, 'ListKeys'), SecurityToken: 'token' };
      const form = new URLSearchParams(signV1('POST', params, account.secret)).toString();
      const reply = await rawRequest(kms.url, {
        method: 'POST',
        headers: [['content-type', 'application/x-www-form-urlencoded']],
        body: form.replace('SecurityToken', name),
      });
      expectRefusal(reply, 400, 'InvalidSecurityToken.MismatchWithAccessKey');
    },
  );

  // A stranger learns what is wrong in the order in which the checks cost something.
  it.each(['query', 'form'] as const)(
    'the format first, then the time, the access key and the rest, in a %s',
    async (placement) => {
      const { kms, account } = await setUp();
      const faults: [string, Record<string, string | undefined>][] = [
        ['InvalidParameter', { Format: 'YAML' }],
        ['InvalidTimeStamp.Expired', { Timestamp: '2020-01-01T00:00:00Z' }],
        ['InvalidAccessKeyId.NotFound', { AccessKeyId: 'nobody' }],
        ['MissingParameter', { SignatureMethod: undefined }],
        ['InvalidParameter', { SignatureNonce: 'n'.repeat(129) }],
        ['SignatureDoesNotMatch', {}],
        ['InvalidVersion', { Version: '2016-01-21' }],
      ];
      for (const [index, [code]] of faults.entries()) {
        const params = Object.assign({}, ...faults.slice(index).map(([, fault]) => fault));
        const isSigned = code === 'InvalidVersion';
        const signer = isSigned ? account : { ...account, secret: 'wrong' };
        const reply = await callV1(kms, signer, 'CreateKey', {}, { params, placement });
        expect(reply.json.Code).toBe(code);
      }
    },
  );

  it.each(createKey.unsupportedParameters ?? [])(
    '%s, which it does not support yet, by name',
    async (name) => {
      const { kms, account } = await setUp();
      const reply = await callV1(kms, account, 'CreateKey', { [name]: 'true' });
      expectRefusal(reply, 400, 'UnsupportedOperation');
      expect(reply.json.Message).toContain(name);
      expect(await keysOf(kms, account)).toBe(0);
    },
  );

  it('a parameter that is missing, naming it', async () => {
    const { kms, account } = await setUp();
    const reply = await callV1(kms, account, 'DescribeKey');
    expectRefusal(reply, 400, 'MissingParameter');
    expect(reply.json.Message).toBe('The parameter "KeyId" is needed but not provided.');
  });

  it('a parameter that comes twice, in the query or split over query and body', async () => {
    const { kms, account } = await setUp();
    const text = new URLSearchParams(
      signV1('POST', commonV1(account, 'CreateKey'), account.secret),
    ).toString();
    expectRefusal(
      await rawRequest(kms.url, {
        method: 'POST',
        path: `/?${text}&Origin=EXTERNAL&Origin=EXTERNAL`,
      }),
      400,
      'InvalidParameter',
    );
    const headers: [string, string][] = [['content-type', 'application/x-www-form-urlencoded']];
    expectRefusal(
      await rawRequest(kms.url, {
        method: 'POST',
        path: `/?${text}&Origin=EXTERNAL`,
        headers,
        body: 'Origin=EXTERNAL',
      }),
      400,
      'InvalidParameter',
    );
  });

  it.each([
    ['markup', '<img src=x onerror=alert(1)>'],
    ['quotes', `a"b'c`],
    ['a line of a log', 'a\r\n{"level":50}'],
    ['letters of another script', '密钥-密钥'],
    ['65 letters', 'x'.repeat(65)],
    ['a secret that stands where its name should', `Plaintext ${'s3cret '.repeat(40)}`],
  ])('a parameter that comes twice, and quotes nothing of its name: %s', async (_name, name) => {
    const { kms, account } = await setUp();
    const text = new URLSearchParams(
      signV1('POST', { ...commonV1(account, 'CreateKey'), [name]: '1' }, account.secret),
    ).toString();
    const twice = new URLSearchParams({ [name]: '2' }).toString();
    const headers: [string, string][] = [['content-type', 'application/x-www-form-urlencoded']];
    for (const reply of [
      await rawRequest(kms.url, { method: 'POST', path: `/?${text}&${twice}` }),
      await rawRequest(kms.url, { method: 'POST', path: `/?${text}`, headers, body: twice }),
    ]) {
      expectRefusal(reply, 400, 'InvalidParameter');
      for (const spelling of [name, JSON.stringify(name).slice(1, -1), twice.slice(0, -2)])
        expect(reply.text).not.toContain(spelling);
    }
  });

  it('an unknown access key, and a disabled one', async () => {
    const { kms, account } = await setUp();
    expectRefusal(
      await callV1(kms, { ...account, id: 'nobody' }, 'CreateKey'),
      404,
      'InvalidAccessKeyId.NotFound',
    );
    expect((await callV1(kms, account, 'ListKeys')).status).toBe(200);
    await setEnabled(kms, account.id, false);
    // Before anything is computed for it: also with a wrong secret, and with parameters missing.
    for (const placement of ['query', 'form'] as const)
      for (const secret of [account.secret, 'wrong']) {
        const params = { SignatureMethod: undefined };
        const reply = await callV1(
          kms,
          { ...account, secret },
          'ListKeys',
          {},
          { placement, params },
        );
        expectRefusal(reply, 403, 'Forbidden.AccessKey');
      }
    expectRefusal(await callV1(kms, account, 'ListKeys'), 403, 'Forbidden.AccessKey');
  });

  it('a wrong secret, with the string to sign where SDKs look for it', async () => {
    const { kms, account } = await setUp();
    const reply = await callV1(kms, { ...account, secret: 'wrong' }, 'CreateKey');
    expectRefusal(reply, 400, 'SignatureDoesNotMatch');
    // The Python SDK splits at colons: nothing between the colon and the text, and no colon before it.
    expect(String(reply.json.Message)).toMatch(/^[^:]*string to sign is:POST&%2F&AccessKeyId/);
    expect(reply.text).not.toContain(account.secret);
  });

  it('a signature that is not base64, or of another length', async () => {
    const { kms, account } = await setUp();
    for (const Signature of ['', '!', 'QUJD', 'A'.repeat(10_000)]) {
      const text = new URLSearchParams({ ...commonV1(account, 'CreateKey'), Signature }).toString();
      expectRefusal(await rawRequest(kms.url, { path: `/?${text}` }), 400, 'SignatureDoesNotMatch');
    }
  });

  it('a clock that is more than 15 minutes off, either way', async () => {
    const { kms, account } = await setUp();
    const off = (minutes: number) =>
      callV1(kms, account, 'ListKeys', {}, { now: new Date(Date.now() + minutes * 60_000) });
    expectRefusal(await off(-16), 400, 'InvalidTimeStamp.Expired');
    expectRefusal(await off(16), 400, 'InvalidTimeStamp.Expired');
    expect((await off(-14)).status).toBe(200);
    expect((await off(14)).status).toBe(200);
  });

  it('a nonce that was used, but not one that a stranger tried', async () => {
    const { kms, account } = await setUp();
    const params = { SignatureNonce: 'once' };
    expectRefusal(
      await callV1(kms, { ...account, secret: 'stranger' }, 'CreateKey', {}, { params }),
      400,
      'SignatureDoesNotMatch',
    );
    expect((await callV1(kms, account, 'CreateKey', {}, { params })).status).toBe(200);
    expectRefusal(
      await callV1(kms, account, 'CreateKey', {}, { params }),
      400,
      'SignatureNonceUsed',
    );
    expect(await keysOf(kms, account)).toBe(1);
    const other = await kms.addAccount();
    expect((await callV1(kms, other, 'CreateKey', {}, { params })).status).toBe(200);
  });

  it.each(OPERATIONS.filter((one) => !isAudited(one) && hasSurface('rpc', one)))(
    'a replay of $name, which writes nothing',
    async (operation) => {
      const { name, service = 'kms' } = operation;
      const subjects = await openSubjects(await sharedKms());
      const facts = await factsOf(name);
      const account = await subjects.callerOf(facts);
      const input = rpcParameters(operation, await inputFor(facts.examples[0], subjects));
      const common = { ...commonV1(account, name), Version: VERSIONS[service] };
      const signed = signV1('GET', { ...common, ...input }, account.secret);
      const { url } = subjects.kms;
      const send = () => rawRequest(url, { path: `/?${new URLSearchParams(signed)}` });
      expect((await send()).json.Code ?? 'ok').toBe(successOf(facts));
      expectRefusal(await send(), 400, 'SignatureNonceUsed');
    },
  );

  it('a replayed write even after a restart, when no memory of it is left', async () => {
    const settings = {
      KEYWRIGHT_ACCESS_KEY_ID: 'replayed',
      KEYWRIGHT_ACCESS_KEY_SECRET: 'a secret of its own'.replaceAll(' ', '-'),
    };
    const account = {
      accountId: '',
      id: settings.KEYWRIGHT_ACCESS_KEY_ID,
      secret: settings.KEYWRIGHT_ACCESS_KEY_SECRET,
    };
    const params = { SignatureNonce: 'once' };
    await using before = await startKms({ settings });
    expect((await callV1(before, account, 'CreateKey', {}, { params })).status).toBe(200);
    await before[Symbol.asyncDispose]();
    await using after = await startKms({ settings, dataDir: before.dataDir });
    expectRefusal(
      await callV1(after, account, 'CreateKey', {}, { params }),
      400,
      'SignatureNonceUsed',
    );
    expect(await after.store.db.key.count()).toBe(1);
  });

  it('a replay where the signature is the nonce, however it is spelt', async () => {
    const { kms, account } = await setUp();
    const { SignatureNonce: _none, ...params } = commonV1(account, 'CreateKey');
    const signed = signV1('GET', params, account.secret);
    const send = (Signature = signed.Signature ?? '') =>
      rawRequest(kms.url, { path: `/?${new URLSearchParams({ ...signed, Signature })}` });
    expect((await send()).status).toBe(200);
    const { Signature = '' } = signed;
    for (const spelling of [
      Signature,
      Signature.replace('=', ''),
      `${Signature}=`,
      ` ${Signature}`,
      Signature.replaceAll('+', '-').replaceAll('/', '_'),
    ])
      expectRefusal(await send(spelling), 400, 'SignatureNonceUsed');
    expect(await keysOf(kms, account)).toBe(1);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('the method %s', async (method) => {
    const { kms } = await setUp();
    expectRefusal(
      await rawRequest(kms.url, { method, path: '/?Action=CreateKey' }),
      403,
      'UnsupportedHTTPMethod',
    );
  });

  it.each([
    ['a broken percent sign', '/?Action=%'],
    ['bytes that are not UTF-8', '/?Action=%FF%FE'],
    ['an overlong form of UTF-8', '/?Action=%C0%AF'],
    ['an encoded surrogate', '/?Action=%ED%A0%80'],
  ])('%s', async (_name, path) => {
    const { kms } = await setUp();
    expectRefusal(await rawRequest(kms.url, { path }), 400, 'ParseRequestParameterException');
  });

  it.each([
    ['JSON', 'application/json', '{"Action":"CreateKey"}'],
    ['text without a type', '', 'Action=CreateKey'],
    ['multipart', 'multipart/form-data; boundary=x', '--x--'],
    [
      'a form that is not UTF-8',
      'application/x-www-form-urlencoded',
      Buffer.from([0x61, 0x3d, 0xff]),
    ],
  ])('a body of %s', async (_name, type, body) => {
    const { kms } = await setUp();
    expectRefusal(
      await rawRequest(kms.url, {
        method: 'POST',
        headers: type ? [['content-type', type]] : [],
        body,
      }),
      400,
      'ParseRequestParameterException',
    );
  });

  it('a body over the limit', async () => {
    const { kms } = await setUp();
    const body = `a=${'x'.repeat(1_100_000)}`;
    expectRefusal(
      await rawRequest(kms.url, {
        method: 'POST',
        headers: [['content-type', 'application/x-www-form-urlencoded']],
        body,
      }),
      413,
      'ParseRequestParameterException',
    );
  });

  it('a query over the limit', async () => {
    const { kms } = await setUp();
    expectRefusal(
      await rawRequest(kms.url, { path: `/?a=${'x'.repeat(250_000)}` }),
      414,
      'ParseRequestParameterException',
    );
  });

  it('headers over the limit, in JSON', async () => {
    const { kms } = await setUp();
    const reply = await rawRequest(kms.url, { headers: [['x-large', 'x'.repeat(300_000)]] });
    expect(reply.json).toMatchObject({
      Code: 'ParseRequestParameterException',
      HttpStatus: 431,
      HostId: '',
      Recommend: expect.any(String),
    });
    expect([reply.status, reply.headers['x-acs-request-id']]).toEqual([431, reply.json.RequestId]);
  });

  it('what is larger than its settings allow', async () => {
    await using own = await startKms({
      settings: { KEYWRIGHT_MAX_BODY_BYTES: '16384', KEYWRIGHT_MAX_HEADER_BYTES: '131072' },
    });
    const account = await own.addAccount();
    const describedBy = (characters: number, placement: 'query' | 'form') =>
      callV1(own, account, 'CreateKey', { Note: 'x'.repeat(characters) }, { placement });
    expect((await describedBy(15_000, 'form')).status).toBe(200);
    expect((await describedBy(17_000, 'form')).status).toBe(413);
    expect((await describedBy(110_000, 'query')).status).toBe(200);
    expect((await describedBy(120_000, 'query')).status).toBe(414);
  });

  it('what is not HTTP at all, in JSON', async () => {
    const { kms } = await setUp();
    const socket = connect(kms.port, '127.0.0.1');
    socket.write('\u0016\u0003\u0001 this is TLS, or worse\r\n\r\n');
    const [reply] = (await once(socket, 'data')) as [Buffer];
    expect(reply.toString()).toMatch(
      /^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*"Code":"ParseRequestParameterException"/,
    );
  });

  it('an expectation it does not know, and a missing host, in JSON', async () => {
    const { kms } = await setUp();
    const expectation = await rawRequest(kms.url, { headers: [['expect', 'a miracle']] });
    expect([expectation.status, expectation.json.Code]).toEqual([
      417,
      'ParseRequestParameterException',
    ]);
    const socket = connect(kms.port, '127.0.0.1');
    socket.write('GET /?Action=ListKeys HTTP/1.1\r\n\r\n');
    const [reply] = (await once(socket, 'data')) as [Buffer];
    expect(reply.toString()).toContain('"Code":"MissingParameter"');
    socket.destroy();
  });

  it('garbage behind a request on one connection, after it has answered the request', async () => {
    const { kms, account } = await setUp();
    const params = signV1('GET', commonV1(account, 'CreateKey'), account.secret);
    const socket = connect(kms.port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString();
    });
    socket.write(`GET /?${new URLSearchParams(params)} HTTP/1.1\r\nhost: x\r\n\r\nGARBAGE\r\n\r\n`);
    await once(socket, 'close');
    expect(received).toMatch(
      /^HTTP\/1\.1 200 OK[\s\S]*"KeyState":"Enabled"[\s\S]*HTTP\/1\.1 400 Bad Request/,
    );
    expect(await keysOf(kms, account)).toBe(1);
  });

  it('nobody who went away before the request was complete: there is no bug in that, and nothing is kept of it', async () => {
    const lines: string[] = [];
    // Half of a connection that was kept would keep the server from stopping for as long.
    await using own = await startKms({
      log: (line) => lines.push(line),
      settings: { KEYWRIGHT_STOP_SECONDS: '300' },
    });
    const socket = connect(own.port, '127.0.0.1');
    socket.write(
      'POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 10\r\n\r\n',
    );
    await once(socket, 'data'); // the server has the head, and waits for the body
    socket.destroy();
    await rawRequest(own.url, { path: '/healthz' });
    await own[Symbol.asyncDispose]();
    expect(lines.filter((line) => line.includes('"msg":"bug"'))).toEqual([]);
    expect(lines.join('')).not.toContain('InternalFailure');
  });

  it('filters that are no list of filters', async () => {
    const { kms, account } = await setUp();
    const filters = [
      '{',
      '{}',
      '[1]',
      '[{"Key":"KeyState"}]',
      '[{"Key":"KeyState","Values":[]}]',
      '[{"Key":"KeyState","Values":["enabled"]}]',
      '[{"Key":"State","Values":["Enabled"]}]',
      '[{"Key":"KeyState","Values":["Enabled"],"More":1}]',
      JSON.stringify([{ Key: 'DKMSInstanceId', Values: Array(11).fill('x') }]),
      JSON.stringify(Array(11).fill({ Key: 'KeyState', Values: ['Enabled'] })),
      '['.repeat(50_000),
    ];
    for (const Filters of filters)
      expectRefusal(
        await callV1(kms, account, 'ListKeys', { Filters }, { placement: 'form' }),
        400,
        'InvalidParameter',
      );
  });

  it.each(['0', '101', '-1', '1.5', '1e1', '0x10', ' 1', '٣', '99999999999999999999'])(
    'the page size "%s"',
    async (PageSize) => {
      const { kms, account } = await setUp();
      const reply = await callV1(kms, account, 'ListKeys', { PageSize });
      expectRefusal(reply, 400, 'InvalidParameter');
      expect(reply.json.Message).toContain('PageSize');
    },
  );
});

describe('The query-string API with ACS3 refuses', () => {
  it.each([
    ['x-acs-action', 'IncompleteSignature'],
    ['x-acs-version', 'IncompleteSignature'],
    ['x-acs-date', 'IncompleteSignature'],
    ['x-acs-signature-nonce', 'IncompleteSignature'],
    ['x-acs-content-sha256', 'IncompleteSignature'],
  ])('the header %s when it is not signed', async (name, code) => {
    const { kms, account } = await setUp();
    expectRefusal(await callAcs3(kms, account, 'CreateKey', { unsigned: [name] }), 400, code);
    expect(await keysOf(kms, account)).toBe(0);
  });

  it.each([
    ['x-acs-action', 'MissingParameter'],
    ['x-acs-version', 'MissingParameter'],
    ['x-acs-date', 'IllegalTimestamp'],
    ['x-acs-signature-nonce', 'MissingParameter'],
    ['x-acs-content-sha256', 'IncompleteSignature'],
  ])('the header %s when it is missing', async (name, code) => {
    const { kms, account } = await setUp();
    expectRefusal(
      await callAcs3(kms, account, 'CreateKey', { headers: { [name]: undefined } }),
      400,
      code,
    );
  });

  it('another body than the one that was hashed', async () => {
    const { kms, account } = await setUp();
    const reply = await callAcs3(kms, account, 'CreateKey', {
      form: { Description: 'a' },
      tamper: { body: 'Description=b' },
    });
    expectRefusal(reply, 400, 'IncompleteSignature');
  });

  it('another query, action or host than was signed', async () => {
    const { kms, account } = await setUp();
    expectRefusal(
      await callAcs3(kms, account, 'CreateKey', {
        query: { Origin: 'EXTERNAL' },
        tamper: { path: '/?Origin=Aliyun_KMS' },
      }),
      400,
      'SignatureDoesNotMatch',
    );
    expectRefusal(
      await callAcs3(kms, account, 'ListKeys', {
        tamper: { headers: { 'x-acs-action': 'CreateKey' } },
      }),
      400,
      'SignatureDoesNotMatch',
    );
    const reply = await callAcs3(kms, account, 'ListKeys', {
      tamper: { headers: { host: 'kms.example.com' } },
    });
    expect(reply.json.Code).toBe('SignatureDoesNotMatch');
  });

  it('an action in the query that differs from the header', async () => {
    const { kms, account } = await setUp();
    expectRefusal(
      await callAcs3(kms, account, 'ListKeys', { query: { Action: 'CreateKey' } }),
      400,
      'InvalidParameter',
    );
  });

  it('both schemes at once', async () => {
    const { kms, account } = await setUp();
    expectRefusal(
      await callAcs3(kms, account, 'ListKeys', { query: { Signature: 'x' } }),
      400,
      'ParseRequestParameterException',
    );
  });

  it('another algorithm', async () => {
    const { kms } = await setUp();
    const authorization = 'ACS3-RSA-SHA256 Credential=a,SignedHeaders=host,Signature=00';
    expectRefusal(
      await rawRequest(kms.url, { method: 'POST', headers: [['authorization', authorization]] }),
      400,
      'IncompleteSignature',
    );
  });

  it('a used nonce and a stale date', async () => {
    const { kms, account } = await setUp();
    const headers = { 'x-acs-signature-nonce': 'once' };
    expect((await callAcs3(kms, account, 'CreateKey', { headers })).status).toBe(200);
    expectRefusal(
      await callAcs3(kms, account, 'CreateKey', { headers }),
      400,
      'SignatureNonceUsed',
    );
    expectRefusal(
      await callAcs3(kms, account, 'CreateKey', { now: new Date(Date.now() - 16 * 60_000) }),
      400,
      'InvalidTimeStamp.Expired',
    );
  });

  it('nobody who signs right: only by headers, with a form, and with the action in the query', async () => {
    const { kms, account } = await setUp();
    expect(
      (await callAcs3(kms, account, 'CreateKey', { query: { Description: 'a b+c*~' } })).status,
    ).toBe(200);
    expect(
      (await callAcs3(kms, account, 'CreateKey', { form: { Description: 'a b+c*~' } })).status,
    ).toBe(200);
    const inQuery = await callAcs3(kms, account, 'ignored', {
      headers: { 'x-acs-action': undefined, 'x-acs-version': undefined },
      query: { Action: 'CreateKey', Version: '2016-01-20' },
    });
    expect(inQuery.status).toBe(200);
    expect(await keysOf(kms, account)).toBe(3);
  });
});

describe('The query-string API ignores', () => {
  it('a parameter that the API does not know, although it is signed', async () => {
    const { kms, account } = await setUp();
    expect(
      (await callV1(kms, account, 'CreateKey', { RegionId: 'cn-hangzhou', Whatever: 'x' })).status,
    ).toBe(200);
  });

  it('cookies', async () => {
    const { kms } = await setUp();
    expectRefusal(
      await rawRequest(kms.url, {
        path: '/?Action=ListKeys',
        headers: [['cookie', 'keywright-session=x']],
      }),
      400,
      'MissingParameter',
    );
  });
});
