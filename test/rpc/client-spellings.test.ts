import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '#operations/registry.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import { wireName } from '#rpc/input.ts';
import { rawRequest } from '../support/http.ts';
import { sharedKms } from '../support/kms.ts';
import { factsOf } from '../support/operation/discover.ts';
import { rpcParameters } from '../support/operation/spell.ts';
import { openSubjects, type Subjects } from '../support/operation/subjects.ts';
import {
  callAcs3,
  callV1,
  commonV1,
  signV1,
  timestampOf,
  VERSIONS,
} from '../support/rpc-client.ts';

/** Real clients write the same thing in several ways; none of them may be told that it is wrong. */

async function setUp() {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const call = (action: string, input: Readonly<Record<string, string>> = {}) =>
    callV1(kms, account, action, input);
  const done = async (action: string, input: Readonly<Record<string, string>> = {}) => {
    const { status, json } = await call(action, input);
    expect({ action, status, Message: json.Message }).toEqual({ action, status: 200 });
    return json as Record<string, string> & { KeyMetadata: Record<string, string> };
  };
  const keyId = String((await done('CreateKey')).KeyMetadata.KeyId);
  return { kms, account, call, done, keyId };
}

describe('A flag', () => {
  const FLAGS = OPERATIONS.flatMap((operation) =>
    Object.entries(operation.input.shape)
      .filter(([, schema]) => schema.safeParse(true).data === true)
      .map(([field]) => [operation.name, field] as const),
  );

  it('is a parameter of these operations', () => {
    expect(FLAGS.length).toBeGreaterThan(12);
    expect(FLAGS).toContainEqual(['SetDeletionProtection', 'enableDeletionProtection']);
  });

  it.each(FLAGS)('is taken in any case: %s, %s', (name, field) => {
    const schema = OPERATIONS.find((operation) => operation.name === name)?.input.shape[field];
    for (const spelling of ['true', 'True', 'TRUE', 'tRue'])
      expect(schema?.safeParse(spelling).data).toBe(true);
    for (const spelling of ['false', 'False', 'FALSE'])
      expect(schema?.safeParse(spelling).data).toBe(false);
    for (const other of ['1', 'yes', ' true', 'trueish'])
      expect(schema?.safeParse(other).success).toBe(false);
  });

  it('is applied as the Python SDKs write it', async () => {
    const { done, keyId } = await setUp();
    const { KeyMetadata } = await done('CreateKey', {
      EnableAutomaticRotation: 'True',
      RotationInterval: '30d',
    });
    expect(KeyMetadata.AutomaticRotation).toBe('Enabled');
    await done('SetDeletionProtection', { KeyId: keyId, EnableDeletionProtection: 'True' });
    expect((await done('DescribeKey', { KeyId: keyId })).KeyMetadata.DeletionProtection).toBe(
      'Enabled',
    );
    await done('SetDeletionProtection', { KeyId: keyId, EnableDeletionProtection: 'False' });
    expect((await done('DescribeKey', { KeyId: keyId })).KeyMetadata.DeletionProtection).toBe(
      'Disabled',
    );
  });

  it.each(['true', 'True', 'TRUE'])('DryRun=%s does nothing, whatever is tried', async (DryRun) => {
    const { call, keyId } = await setUp();
    const { status, json } = await call('Encrypt', { KeyId: keyId, Plaintext: 'x', DryRun });
    expect([status, json.Code]).toEqual([412, 'DryRunOperationError']);
    expect(
      (await call('Encrypt', { KeyId: 'x'.repeat(513), Plaintext: 'x', DryRun })).json.Code,
    ).toBe('ValidationError');
  });
});

let opened: Promise<Subjects> | undefined;
const subjects = (): Promise<Subjects> => {
  opened ??= sharedKms().then(openSubjects);
  return opened;
};

const BY_RPC = OPERATIONS.filter(({ graphqlOnly }) => !graphqlOnly);

/** An input that the operation takes, as parameters. */
async function sampleOf(operation: AnyOperation) {
  const { kms, callerOf, take, put } = await subjects();
  const facts = await factsOf(operation.name);
  const [example] = facts.examples;
  const credential = await callerOf(facts);
  const subject = await take(example.on ?? 'symmetric key');
  const input = rpcParameters(operation, (await example.input?.(subject)) ?? {});
  if (example.state) await put(subject.keyId, example.state);
  const outcome = async (changed: Readonly<Record<string, string>>) => {
    const { status, json } = await callV1(kms, credential, operation.name, changed, {
      placement: 'form',
      params: { Version: VERSIONS[operation.service ?? 'kms'] },
    });
    return status === 200 ? 'ok' : `${json.Code} ${json.Message}`;
  };
  return { input, outcome };
}

const TEXTS = new Set(['description', 'deletionProtectionDescription']);
const LISTS = new Set(['keyIds', 'tagKeys']);

describe('An empty parameter', () => {
  it.each(BY_RPC)(
    'is none for $name: each one that is optional, and what is not supported',
    async (operation) => {
      const { input, outcome } = await sampleOf(operation);
      const optional = Object.entries(operation.input.shape)
        .filter(
          ([field, schema]) =>
            schema.safeParse(undefined).success && !(wireName(operation, field) in input),
        )
        .map(([field]) => wireName(operation, field));
      const lists = ['TagResources', 'UntagResources', 'ListTagResources'].includes(operation.name)
        ? ['ResourceId.9', 'TagKey.9', 'Tag.9.Key', 'Tag.9.Value']
        : [];
      const names = [...optional, ...lists, ...(operation.unsupportedParameters ?? [])];
      const answer = await outcome({
        ...input,
        ...Object.fromEntries(names.map((name) => [name, ''])),
      });
      const { input: again, outcome: plainly } = await sampleOf(operation);
      expect([names, answer]).toEqual([names, await plainly(again)]);
    },
  );

  it.each(BY_RPC)('is missing for $name where it is needed', async (operation) => {
    const { input, outcome } = await sampleOf(operation);
    for (const [field, schema] of Object.entries(operation.input.shape)) {
      if (
        schema.safeParse(undefined).success ||
        TEXTS.has(field) ||
        LISTS.has(field) ||
        field === 'tags'
      )
        continue;
      const name = wireName(operation, field);
      expect(await outcome({ ...input, [name]: '' })).toBe(
        `MissingParameter The parameter "${name}" is needed but not provided.`,
      );
    }
  });

  it('clears a description, and a tag’s value', async () => {
    const { done, keyId } = await setUp();
    await done('UpdateKeyDescription', { KeyId: keyId, Description: 'x' });
    await done('UpdateKeyDescription', { KeyId: keyId, Description: '' });
    expect((await done('DescribeKey', { KeyId: keyId })).KeyMetadata.Description).toBe('');
    await done('TagResources', {
      ResourceType: 'key',
      'ResourceId.1': keyId,
      'Tag.1.Key': 'team',
      'Tag.1.Value': '',
    });
    expect((await done('ListResourceTags', { KeyId: keyId })).Tags).toEqual({
      Tag: [{ KeyId: keyId, TagKey: 'team', TagValue: '' }],
    });
  });

  it('binds an empty value of a context, pair by pair', async () => {
    const { call, done, keyId } = await setUp();
    const { CiphertextBlob = '' } = await done('Encrypt', {
      KeyId: keyId,
      Plaintext: 'x',
      'EncryptionContext.a': '',
    });
    expect((await call('Decrypt', { CiphertextBlob })).json.Code).toBe('InvalidParameter');
    expect(
      (await done('Decrypt', { CiphertextBlob, EncryptionContext: '{"a":""}' })).Plaintext,
    ).toBe('x');
  });

  it('is none among those that are common to all', async () => {
    const { kms, account } = await setUp();
    const params = {
      Format: '',
      SignatureNonce: '',
      SignatureType: '',
      RegionId: '',
      SecurityToken: '',
    };
    const reply = await callV1(kms, account, 'ListKeys', {}, { params });
    expect([reply.status, reply.headers['content-type']]).toEqual([
      200,
      'application/json;charset=utf-8',
    ]);
  });

  it('is signed as it is sent', async () => {
    const { kms, account } = await setUp();
    const { EncryptionContext: _dropped, ...without } = signV1(
      'GET',
      { ...commonV1(account, 'ListKeys'), EncryptionContext: '' },
      account.secret,
    );
    const reply = await rawRequest(kms.url, { path: `/?${new URLSearchParams(without)}` });
    expect(reply.json.Code).toBe('SignatureDoesNotMatch');
  });
});

describe('A time stamp', () => {
  const fractions = ['.9', '.973', '.973123', '.973123456'];
  const at = (minutes: number, fraction: string) =>
    timestampOf(new Date(Date.now() + minutes * 60_000)).replace('Z', `${fraction}Z`);

  it.each(fractions)('may have the fraction %s, within 15 minutes', async (fraction) => {
    const { kms, account } = await setUp();
    const codes = async (minutes: number) => [
      (await callV1(kms, account, 'ListKeys', {}, { params: { Timestamp: at(minutes, fraction) } }))
        .json.Code,
      (
        await callAcs3(kms, account, 'ListKeys', {
          headers: { 'x-acs-date': at(minutes, fraction) },
        })
      ).json.Code,
    ];
    expect(await codes(0)).toEqual([undefined, undefined]);
    expect(await codes(-16)).toEqual(['InvalidTimeStamp.Expired', 'InvalidTimeStamp.Expired']);
    expect(await codes(16)).toEqual(['InvalidTimeStamp.Expired', 'InvalidTimeStamp.Expired']);
  });

  it.each([
    '2026-11-24 03:02:18',
    '2026-02-30T00:00:00.5Z',
    '2026-11-24T03:02:18.Z',
    '2026-11-24T03:02:18.1234567890Z',
    '2026-11-24T03:02:18.5+00:00',
    '2026-11-24T03:02:18,5Z',
    'yesterday',
  ])('that is garbled is called so: %s', async (stamp) => {
    const { kms, account } = await setUp();
    for (const { json } of [
      await callV1(kms, account, 'ListKeys', {}, { params: { Timestamp: stamp } }),
      await callAcs3(kms, account, 'ListKeys', { headers: { 'x-acs-date': stamp } }),
    ]) {
      expect(json.Code).toBe('IllegalTimestamp');
      expect(json.Message).toMatch(/^Specified time stamp or date value is not well formatted\./);
    }
  });

  it('that is missing is called missing, by the name of its scheme', async () => {
    const { kms, account } = await setUp();
    for (const Timestamp of [undefined, ''])
      expect(
        (await callV1(kms, account, 'ListKeys', {}, { params: { Timestamp } })).json,
      ).toMatchObject({
        Code: 'IllegalTimestamp',
        Message: expect.stringContaining('"Timestamp" that is mandatory'),
      });
    expect(
      (await callAcs3(kms, account, 'ListKeys', { headers: { 'x-acs-date': undefined } })).json,
    ).toMatchObject({
      Code: 'IllegalTimestamp',
      Message: expect.stringContaining('"x-acs-date" that is mandatory'),
    });
  });
});

describe('A request target', () => {
  /** Written to the socket as it is: HTTP libraries tidy a target. */
  const send = async (port: number, lines: readonly string[]): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    socket.write(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`);
    return text(socket);
  };

  it('may be a whole address, as clients send it to a proxy', async () => {
    const { kms, account } = await setUp();
    const query = new URLSearchParams(signV1('GET', commonV1(account, 'ListKeys'), account.secret));
    const host = new URL(kms.url).host;
    for (const target of [
      `${kms.url}/?${query}`,
      `HTTP://${host}?${query.toString().replace(/SignatureNonce=\w+/, '')}`,
    ]) {
      const signed = target.includes('/?');
      const answer = await send(kms.port, [`GET ${target} HTTP/1.1`, `Host: ${host}`]);
      expect(answer).toMatch(
        signed
          ? /^HTTP\/1\.1 200 OK[\s\S]*"TotalCount":1/
          : /^HTTP\/1\.1 400[\s\S]*SignatureDoesNotMatch/,
      );
    }
    expect(await send(kms.port, [`GET ${kms.url}/healthz HTTP/1.1`, `Host: ${host}`])).toMatch(
      /^HTTP\/1\.1 200 OK[\s\S]*"ok"/,
    );
  });

  it('says whose page is asked for, whatever the header Host says', async () => {
    const { kms } = await setUp();
    const host = new URL(kms.url).host;
    const page = ['Accept: text/html'];
    expect(
      await send(kms.port, [`GET ${kms.url}/graphql HTTP/1.1`, 'Host: evil.example', ...page]),
    ).toMatch(/^HTTP\/1\.1 401/);
    expect(
      await send(kms.port, ['GET http://evil.example/graphql HTTP/1.1', `Host: ${host}`, ...page]),
    ).toMatch(/^HTTP\/1\.1 403/);
  });

  it.each(['/healthz/', '/readyz/', '/metrics/', '/sign-in/'])(
    'may end in a slash: %s',
    async (path) => {
      const { kms } = await setUp();
      expect((await rawRequest(kms.url, { path })).status).toBe(200);
      expect((await rawRequest(kms.url, { path: `${path}?a=/` })).status).toBe(200);
    },
  );

  it('may end in a slash for GraphQL', async () => {
    const { kms, account } = await setUp();
    const authorization = `Basic ${Buffer.from(`${account.id}:${account.secret}`).toString('base64')}`;
    const { json } = await rawRequest(kms.url, {
      method: 'POST',
      path: '/graphql/',
      headers: [
        ['authorization', authorization],
        ['content-type', 'application/json'],
      ],
      body: '{"query":"{ accountStatus }"}',
    });
    expect(json).toEqual({ data: { accountStatus: 'Enabled' } });
  });
});

describe('NumberOfBytes', () => {
  it.each(['GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'GenerateAndExportDataKey'])(
    'wins over KeySpec on %s, whatever that says',
    async (action) => {
      const { outcome, input } = await sampleOf(
        OPERATIONS.find(({ name }) => name === action) as AnyOperation,
      );
      for (const KeySpec of ['SM4_128', 'AES_256', 'no spec at all', ''])
        expect([KeySpec, await outcome({ ...input, KeySpec, NumberOfBytes: '16' })]).toEqual([
          KeySpec,
          'ok',
        ]);
      const { NumberOfBytes: _none, ...bare } = input;
      for (const KeySpec of ['SM4_128', 'aes_256', 'constructor'])
        expect(await outcome({ ...bare, KeySpec })).toMatch(
          /^InvalidParameter The specified parameter KeySpec is not valid\. Use one of/,
        );
    },
  );

  it('is the length that the key has', async () => {
    const { done, keyId } = await setUp();
    const { Plaintext = '' } = await done('GenerateDataKey', {
      KeyId: keyId,
      KeySpec: 'SM4_128',
      NumberOfBytes: '24',
    });
    expect(Buffer.from(Plaintext, 'base64')).toHaveLength(24);
  });
});

describe('Base64', () => {
  const folded = (base64: string, end: string) => base64.replace(/.{76}/g, `$&${end}`);

  it('may have white space around it and line ends within, as files have', async () => {
    const { done, keyId } = await setUp();
    const Plaintext = randomBytes(300).toString('base64');
    const { CiphertextBlob = '' } = await done('Encrypt', { KeyId: keyId, Plaintext });
    for (const spelling of [
      `${CiphertextBlob}\n`,
      `\r\n\t ${CiphertextBlob} \r\n`,
      folded(CiphertextBlob, '\n'),
      folded(CiphertextBlob, '\r\n'),
      `${folded(CiphertextBlob, '\r\n')}\r\n`,
    ])
      expect((await done('Decrypt', { CiphertextBlob: spelling })).Plaintext).toBe(Plaintext);
  });

  it('is refused in any other spelling', async () => {
    const { call, done, keyId } = await setUp();
    const { CiphertextBlob = '' } = await done('Encrypt', {
      KeyId: keyId,
      Plaintext: 'x'.repeat(80),
    });
    const middle = CiphertextBlob.length / 2;
    const with_ = (inserted: string) =>
      CiphertextBlob.slice(0, middle) + inserted + CiphertextBlob.slice(middle);
    for (const spelling of [
      with_(' '),
      with_('\t'),
      with_('\u00a0'),
      with_('\n \n'),
      `\u00a0${CiphertextBlob}`,
      CiphertextBlob.replace(/=*$/, ''),
      `${CiphertextBlob}=`,
      `${CiphertextBlob}A`,
      `${CiphertextBlob.slice(0, -1)}-`,
      ' \n',
    ])
      expect([spelling, (await call('Decrypt', { CiphertextBlob: spelling })).json.Code]).toEqual([
        spelling,
        'InvalidParameter',
      ]);
  });

  it('may be as long as it says after the line ends are taken out', async () => {
    const { call, keyId } = await setUp();
    // The largest plaintext of AsymmetricEncrypt passes the length check and fails at the key.
    const Plaintext = folded(randomBytes(6_144).toString('base64'), '\r\n');
    const input = { KeyId: keyId, KeyVersionId: 'x', Algorithm: 'RSAES_OAEP_SHA_256' };
    expect((await call('AsymmetricEncrypt', { ...input, Plaintext })).json.Code).toBe(
      'Rejected.UnsupportedOperation',
    );
    expect(
      (
        await call('AsymmetricEncrypt', {
          ...input,
          Plaintext: randomBytes(6_145).toString('base64'),
        })
      ).json.Code,
    ).toBe('InvalidParameter');
  });
});

describe('What an operation is asked for besides', () => {
  it('DryRun on GetPublicKey answers no key', async () => {
    const { outcome, input } = await sampleOf(
      OPERATIONS.find(({ name }) => name === 'GetPublicKey') as AnyOperation,
    );
    expect(await outcome({ ...input, DryRun: 'true' })).toMatch(/^DryRunOperationError/);
    expect(await outcome({ ...input, DryRun: 'false' })).toBe('ok');
  });

  it('Recipient on AsymmetricDecrypt is refused by name', async () => {
    const { outcome, input } = await sampleOf(
      OPERATIONS.find(({ name }) => name === 'AsymmetricDecrypt') as AnyOperation,
    );
    expect(await outcome({ ...input, Recipient: '{}' })).toMatch(
      /^UnsupportedOperation .*Recipient/,
    );
  });

  it.each(['TagResources', 'UntagResources', 'ListTagResources'])(
    'RegionId on %s is optional',
    async (action) => {
      const { outcome, input } = await sampleOf(
        OPERATIONS.find(({ name }) => name === action) as AnyOperation,
      );
      expect(await outcome(input)).toBe('ok');
      expect(await outcome({ ...input, RegionId: 'cn-beijing' })).toBe('ok');
    },
  );
});

describe('A scheme that is neither of the two', () => {
  it.each([
    'ACS4-HMAC-SHA256 Credential=a/20261128/cn-hangzhou/kms/aliyun_v4_request,SignedHeaders=host,Signature=00',
    'acs4-hmac-sha256 Credential=a,SignedHeaders=host,Signature=00',
    'Bearer abc',
    'Basic YTpi',
  ])('is answered with the names of both: %s', async (authorization) => {
    const { kms } = await setUp();
    for (const headers of [
      [['authorization', authorization]],
      [
        ['authorization', authorization],
        ['x-acs-action', 'ListKeys'],
      ],
    ] as const) {
      const { status, json } = await rawRequest(kms.url, { method: 'POST', headers });
      expect([status, json.Code]).toEqual([400, 'IncompleteSignature']);
      expect(json.Message).toMatch(/ACS3-HMAC-SHA256[\s\S]*HMAC-SHA1/);
    }
  });

  it('does not stand in the way of a request that is signed in its parameters', async () => {
    const { kms, account } = await setUp();
    const query = new URLSearchParams(signV1('GET', commonV1(account, 'ListKeys'), account.secret));
    const { status } = await rawRequest(kms.url, {
      path: `/?${query}`,
      headers: [['authorization', 'Basic YTpi']],
    });
    expect(status).toBe(200);
  });
});
