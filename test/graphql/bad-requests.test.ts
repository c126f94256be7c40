import fc from 'fast-check';
import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { postGraphql } from '../support/graphql-client.ts';
import { rawRequest } from '../support/http.ts';
import { setEnabled } from '../support/identities.ts';
import { type Credential, sharedKms, startKms } from '../support/kms.ts';

async function setUp() {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  return {
    kms,
    account,
    post: (body: unknown, headers?: Readonly<Record<string, string>>) =>
      postGraphql(kms, account, body, headers),
  };
}

const basic = ({ id, secret }: Pick<Credential, 'id' | 'secret'>): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('GraphQL refuses', () => {
  it.each([
    ['an unknown field', { query: '{ keyz }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an unknown argument',
      { query: 'mutation { createKey(input: { policyName: "x" }) { keyId } }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a wrong enum case',
      { query: 'mutation { createKey(input: { origin: external }) { keyId } }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'an enum as text',
      { query: 'mutation { createKey(input: { origin: "EXTERNAL" }) { keyId } }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a missing argument', { query: '{ key { keyId } }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a syntax error', { query: '{ key(' }, 'GRAPHQL_PARSE_FAILED'],
    ['an empty document', { query: '' }, 'GRAPHQL_PARSE_FAILED'],
    ['no document', {}, 'BAD_REQUEST'],
    [
      'two operations and no name',
      { query: 'query A { errorCodes } query B { errorCodes }' },
      'BAD_REQUEST',
    ],
    ['a subscription', { query: 'subscription { keyCreated }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a batch', [{ query: '{ errorCodes }' }], 'BAD_REQUEST'],
    [
      'a document of 4,001 tokens',
      { query: `{ ${'errorCodes '.repeat(4_001)} }` },
      'GRAPHQL_PARSE_FAILED',
    ],
    ['half a million open braces', { query: '{'.repeat(500_000) }, 'GRAPHQL_PARSE_FAILED'],
    ['malformed JSON', '{"query":', 'BAD_REQUEST'],
    ['JSON that is not an object', '"{ errorCodes }"', 'BAD_REQUEST'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'BAD_REQUEST'],
  ])('%s', async (_name, body, code) => {
    const { kms, account, post } = await setUp();
    const { status, data, errors } = await post(body);
    expect(status).toBeLessThan(500);
    expect(data ?? null).toBeNull();
    expect(errors?.[0]?.extensions).toEqual({ code, requestId: expect.stringMatching(UUID) });
    expect(await kms.store.db.key.count({ where: { accountId: account.accountId } })).toBe(0);
  });

  it('a variable of a wrong type, without quoting its value', async () => {
    const { post } = await setUp();
    const query = 'query Find($filter: KeyFilter) { keys(filter: $filter) { totalCount } }';
    const { status, errors } = await post({
      query,
      variables: { filter: { keyState: ['a plaintext nobody should see'] } },
    });
    expect(status).toBe(400);
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('$filter'),
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ]);
    expect(JSON.stringify(errors)).not.toContain('plaintext');
  });

  it('a lone surrogate', async () => {
    const { post } = await setUp();
    const { data, errors } = await post(
      '{"query":"mutation($d:String){createKey(input:{description:$d}){keyId}}","variables":{"d":"\\ud800"}}',
    );
    expect(data).toEqual({ createKey: null });
    expect(errors).toMatchObject([
      { extensions: { code: 'InvalidParameter', field: 'description' } },
    ]);
  });

  it('a query that is too deep', async () => {
    await using shallow = await startKms({ settings: { KEYWRIGHT_MAX_QUERY_DEPTH: '3' } });
    const account = await shallow.addAccount();
    expect(
      (await postGraphql(shallow, account, { query: '{ keys { pageInfo { hasNextPage } } }' }))
        .errors,
    ).toBeUndefined();
    const { data, errors } = await postGraphql(shallow, account, {
      query: '{ keys { edges { node { keyId } } } }',
    });
    expect([data, errors?.[0]?.extensions]).toMatchObject([
      { keys: null },
      { code: 'QUERY_TOO_COSTLY', cost: 4, limit: 3 },
    ]);
  });

  it('introspection that is too deep', async () => {
    const { post } = await setUp();
    const introspection = (levels: number) =>
      `{ __schema { types { fields { type ${'{ ofType '.repeat(levels)} { name } ${'}'.repeat(levels)} } } } }`;
    expect((await post({ query: introspection(8) })).errors).toBeUndefined(); // what GraphiQL needs
    const nested = await post({
      query: `{ __type(name: "Query") { ${'fields { type { '.repeat(6)} name ${'} }'.repeat(6)} } }`,
    });
    expect(nested.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('an introspection query that multiplies itself by aliases, before it is answered', async () => {
    const { post } = await setUp();
    const aliased = (count: number, field: string, selection = '') =>
      Array.from({ length: count }, (_, index) => `a${index}: ${field} ${selection}`).join(' ');
    const direct = `{ __schema { types { ${aliased(20, 'fields', `{ ${aliased(60, 'description')} }`)} } } }`;
    const byFragments = `{ __schema { types { ...A } } } fragment A on __Type { ${aliased(90, 'fields', '{ type { ...B } }')} } fragment B on __Type { ${aliased(90, 'description')} }`;
    const cyclic =
      '{ __schema { types { ...A } } } fragment A on __Type { ofType { ...B } } fragment B on __Type { ofType { ...A } }';
    for (const query of [direct, byFragments, cyclic]) {
      const { data, errors } = await post({ query });
      const code = query === cyclic ? 'GRAPHQL_VALIDATION_FAILED' : 'QUERY_TOO_COSTLY';
      expect([data ?? null, errors?.[0]?.extensions.code]).toEqual([null, code]);
    }
    expect(
      (
        await post({
          query: getIntrospectionQuery({
            inputValueDeprecation: true,
            specifiedByUrl: true,
            schemaDescription: true,
          }),
        })
      ).errors,
    ).toBeUndefined();
  });

  it('a query that is too costly', async () => {
    const { post } = await setUp();
    const page = '{ edges { node { keyId arn description keyState keyUsage keySpec origin } } }';
    expect((await post({ query: `{ keys(first: 100) ${page} }` })).errors).toBeUndefined();
    const many = Array.from(
      { length: 20 },
      (_, index) => `page${index}: keys(first: 100) ${page}`,
    ).join(' ');
    const { errors } = await post({ query: `{ ${many} }` });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('too costly'),
      extensions: { code: 'QUERY_TOO_COSTLY', cost: 20 * (1 + 100 * 7), limit: 5_000 },
    });
  });

  it.each([
    [
      'the keys of a page with their aliases',
      '{ keys(first: 100) { edges { node { keyId aliases { edges { node { aliasName } } } } } } }',
      0,
    ],
    [
      'one value more than the limit',
      '{ keys(first: 49) { edges { node { aliases(first: 99) { edges { node { aliasName } } } } } } }',
      4_901,
    ],
    [
      'the largest page of the largest pages',
      '{ keys(first: 100) { edges { node { aliases(first: 100) { edges { node { aliasName } } } } } } }',
      10_101,
    ],
  ])('or answers what it costs to fetch: %s', async (_name, query, cost) => {
    await using kms = await startKms({
      settings: cost === 4_901 ? { KEYWRIGHT_MAX_QUERY_COST: '4900' } : {},
    });
    const { errors } = await postGraphql(kms, await kms.addAccount(), { query });
    if (cost === 0) expect(errors).toBeUndefined();
    else
      expect(errors?.[0]?.extensions).toMatchObject({
        code: 'QUERY_TOO_COSTLY',
        cost,
        limit: cost === 4_901 ? 4_900 : 5_000,
      });
  });

  it.each([
    [
      'goes from aliases to keys to aliases',
      '{ key(keyId: "x") { aliases(first: 100) { edges { node { key { aliases(first: 100) { edges { node { keyId } } } } } } } } }',
    ],
    [
      'asks for the public keys of 500 versions',
      '{ keys(first: 10) { edges { node { versions(first: 50) { edges { node { publicKey } } } } } } }',
    ],
  ])('a query that %s', async (_name, query) => {
    const { post } = await setUp();
    const { errors } = await post({ query });
    expect(errors).toMatchObject([{ message: expect.stringContaining('too costly') }]);
  });

  it.each([
    '{ aliases { edges { node { aliasName key { keyId keyState description keySpec origin } } } } }',
    '{ keys { edges { node { keyId aliases(first: 5) { edges { node { aliasName aliasArn } } } tags { tagKey tagValue } versions(first: 1) { edges { node { publicKey } } } } } } }',
  ])('nothing that a page of a console shows: %s', async (query) => {
    const { post } = await setUp();
    expect((await post({ query })).errors).toBeUndefined();
  });

  it.each([
    [{ keySpec: 's3cret' }, 'keySpec', 'The enum "KeySpec" has no such value.'],
    [
      { keyUsage: 'SIGN/VERIFY' },
      'keyUsage',
      'The enum "KeyUsage" has no such value. Did you mean the enum value "SIGN_VERIFY"',
    ],
    [
      { descripton: 's3cret' },
      undefined,
      'It has a field that type "CreateKeyInput" does not define. Did you mean "description"?',
    ],
    [
      { tags: [{ tagKey: 's3cret' }] },
      'tagValue',
      'Field "tagValue" of required type "String!" was not provided.',
    ],
    [{ description: { s3cret: 's3cret' } }, 'description', 'See its type in the schema.'],
    [
      { description: ['; Field "x" of required type "s3cret" was not provided.'] },
      'description',
      'See its type in the schema.',
    ],
  ])('a variable such as %j, without repeating it', async (input, field, reason) => {
    const { post } = await setUp();
    const { errors } = await post({
      query: 'mutation ($i: CreateKeyInput) { createKey(input: $i) { keyId } }',
      variables: { i: input },
    });
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining(reason),
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ]);
    expect(errors?.[0]?.extensions.field).toBe(field);
    expect(errors?.[0]?.message).not.toContain('s3cret');
  });

  it.each([
    ['{ key(keyId "s3cret") { keyId } }', 'Syntax Error: Expected ":", found String.'],
    ['{ """s3cret""" }', 'Syntax Error: Expected Name, found BlockString.'],
    ['{ keys(first: "s3cret") { totalCount } }', 'Int cannot represent non-integer value.'],
    [
      'mutation { createKey(input: { description: s3cret }) { keyId } }',
      'String cannot represent a non string value.',
    ],
    [
      'mutation { createKey(input: { keySpec: "s3cret" }) { keyId } }',
      'Enum "KeySpec" cannot represent non-enum value.',
    ],
    [
      'mutation { createKey(input: { origin: "EXTERNAL" }) { keyId } }',
      'Enum "KeyOrigin" cannot represent non-enum value. Did you mean the enum value "EXTERNAL"?',
    ],
    [
      'mutation { createKey(input: { keySpec: s3cret }) { keyId } }',
      'The enum "KeySpec" has no such value.',
    ],
    [
      'mutation { createKey(input: "s3cret") { keyId } }',
      'Expected value of type "CreateKeyInput".',
    ],
    [
      'mutation { createKey(input: { tags: [{ tagKey: "a", tagValue: ["s3cret"] }] }) { keyId } }',
      'String cannot represent a non string value.',
    ],
  ])('a value in the document, without repeating it: %s', async (query, message) => {
    const { post } = await setUp();
    const { errors } = await post({ query });
    expect(errors?.map((error) => error.message)).toEqual([message]);
  });

  it('a member of the request that it does not know, without repeating it', async () => {
    const { post } = await setUp();
    const { errors } = await post({ query: '{ errorCodes }', s3cret: 's3cret' });
    expect(errors?.[0]).toMatchObject({
      message: 'Send only query, variables, operationName and extensions in the body.',
      extensions: { code: 'BAD_REQUEST' },
    });
  });

  it('a body over the limit', async () => {
    const { post } = await setUp();
    const { status, errors } = await post({ query: `# ${'x'.repeat(1_100_000)}` });
    expect([status, errors?.[0]?.extensions.code]).toEqual([413, 'BAD_REQUEST']);
  });

  it.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/graphql',
    'application/jsonp',
  ])('the content type %s', async (type) => {
    const { kms, account } = await setUp();
    const body = 'query=mutation{createKey{keyId}}';
    const { status, json } = await rawRequest(`${kms.url}`, {
      method: 'POST',
      path: '/graphql',
      headers: [
        ['content-type', type],
        ['authorization', basic(account)],
      ],
      body,
    });
    expect([status, (json.errors as { extensions: object }[])[0]?.extensions]).toMatchObject([
      415,
      { code: 'BAD_REQUEST' },
    ]);
    expect(await kms.store.db.key.count({ where: { accountId: account.accountId } })).toBe(0);
  });

  it.each(['PUT', 'DELETE', 'OPTIONS', 'HEAD'])('the method %s', async (method) => {
    const { kms, account } = await setUp();
    const { status, headers } = await rawRequest(kms.url, {
      method,
      path: '/graphql',
      headers: [['authorization', basic(account)]],
    });
    expect([status, headers.allow]).toEqual([405, 'POST']);
  });

  it.each([
    undefined,
    '*/*',
    'application/json',
    'application/graphql-response+json, application/json',
  ])('a query by GET that accepts %s', async (accept) => {
    const { kms, account } = await setUp();
    const headers = [
      ['authorization', basic(account)] as const,
      ...(accept ? [['accept', accept] as const] : []),
    ];
    const reply = await rawRequest(kms.url, {
      path: '/graphql?query=mutation{createKey{keyId}}',
      headers,
    });
    expect([reply.status, reply.headers.allow, reply.headers['content-type']]).toEqual([
      405,
      'POST',
      'application/json;charset=utf-8',
    ]);
    expect(reply.json.errors).toMatchObject([
      {
        message: expect.stringMatching(/by POST[\s\S]*GET[\s\S]*preferGetMethod: false/),
        extensions: { code: 'BAD_REQUEST' },
      },
    ]);
    expect(await kms.store.db.key.count({ where: { accountId: account.accountId } })).toBe(0);
  });

  it('by the sign-in page a browser that opens its address', async () => {
    const { kms, account } = await setUp();
    const headers = [
      ['authorization', basic(account)] as const,
      ['accept', 'text/html,*/*;q=0.8'] as const,
    ];
    const reply = await rawRequest(kms.url, {
      path: '/graphql?query=mutation{createKey{keyId}}',
      headers,
    });
    expect([reply.status, reply.headers['content-type']]).toEqual([401, 'text/html;charset=utf-8']);
    expect(await kms.store.db.key.count({ where: { accountId: account.accountId } })).toBe(0);
  });

  it.each([
    ['no body', ''],
    ['blanks', ' \n'],
    ['JSON cut short', '{"query":'],
    ['text', 'query { errorCodes }'],
    ['no query', '{"variables":{}}'],
    ['null for a query', '{"query":null}'],
  ])('with 400 and a sentence: %s', async (_name, body) => {
    const { kms, account } = await setUp();
    const headers = [
      ['authorization', basic(account)] as const,
      ['content-type', 'application/json'] as const,
    ];
    const { status, json } = await rawRequest(kms.url, {
      method: 'POST',
      path: '/graphql',
      headers,
      body,
    });
    expect([status, json.errors]).toMatchObject([
      400,
      [{ message: expect.stringMatching(/^Send /), extensions: { code: 'BAD_REQUEST' } }],
    ]);
  });
});

describe('GraphQL knows nobody', () => {
  it.each([
    ['without credentials', undefined],
    ['with another scheme', 'Negotiate x'],
    ['with Basic and no base64', 'Basic !'],
    ['with Basic and no colon', `Basic ${Buffer.from('nobody').toString('base64')}`],
    ['with an unknown access key', basic({ id: 'nobody', secret: 'x' })],
    ['with a very long header', `Basic ${'A'.repeat(100_000)}`],
  ])('%s', async (_name, authorization) => {
    const { kms } = await setUp();
    const response = await rawRequest(kms.url, {
      method: 'POST',
      path: '/graphql',
      headers: [
        ['content-type', 'application/json'],
        ...(authorization ? [['authorization', authorization] as const] : []),
      ],
      body: '{"query":"{ errorCodes }"}',
    });
    expect(response.status).toBe(401);
    expect(response.json).toEqual({
      errors: [
        {
          message: expect.stringContaining('sign-in link'),
          extensions: { code: 'Unauthenticated', requestId: expect.stringMatching(UUID) },
        },
      ],
    });
    expect(response.headers['www-authenticate']).toBe('Bearer'); // for Basic a browser would ask for a password, and keep it
  });

  it('with a wrong secret, nor with a disabled access key', async () => {
    const { kms, account, post } = await setUp();
    expect(
      (await postGraphql(kms, { ...account, secret: 'wrong' }, { query: '{ errorCodes }' })).status,
    ).toBe(401);
    expect((await post({ query: '{ errorCodes }' })).status).toBe(200);
    await setEnabled(kms, account.id, false);
    expect((await post({ query: '{ errorCodes }' })).status).toBe(401);
    await setEnabled(kms, account.id, true);
    expect((await post({ query: '{ errorCodes }' })).status).toBe(200);
  });

  it('on any path but those that are for everybody', async () => {
    const { kms } = await setUp();
    const status = async (path: string, method = 'GET') =>
      (await rawRequest(kms.url, { path, method })).status;
    expect(await status('/healthz')).toBe(200);
    expect(await status('/readyz')).toBe(200);
    expect(await status('/sign-in')).toBe(200);
    expect(await status('/graphql')).toBe(401);
    expect(await status('/graphql', 'POST')).toBe(415);
    expect(await status('/graphiql/graphiql.js')).toBe(401);
    expect(await status('/graphiql/nothing.js')).toBe(401);
    expect(await status('/data/root-key')).toBe(404);
    expect(await status('/graphiql/..%2f..%2fmain.ts')).toBe(401);
  });
});

describe('The parser of GraphQL', () => {
  it('answers any JSON with a code and never with a bug', async () => {
    const { post } = await setUp();
    const document = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '{ errorCodes }',
        'query Q($filter: KeyFilter) { keys(filter: $filter) { totalCount } }',
        'mutation M($input: CreateKeyInput) { createKey(input: $input) { keyId } }',
      ),
    );
    const body = fc.oneof(
      fc.json(),
      fc
        .record(
          {
            query: document,
            variables: fc.oneof(
              fc.dictionary(fc.constantFrom('input', 'filter', '__proto__'), fc.jsonValue()),
              fc.jsonValue(),
            ),
            operationName: fc.option(fc.string()),
          },
          { requiredKeys: ['query'] },
        )
        .map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(body, async (text) => {
        const { status, errors } = await post(text);
        expect(status).toBeLessThan(500);
        for (const { extensions } of errors ?? [])
          expect(extensions.code).toMatch(/^(?!InternalFailure)\w/);
      }),
      { numRuns: 200 },
    );
  });
});
