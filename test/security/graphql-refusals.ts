import { postGraphql } from '../support/graphql-client.ts';
import { rawRequest } from '../support/http.ts';
import type { Credential } from '../support/kms.ts';
import type { Refusal, Scene } from './scene.ts';

type Post = Readonly<{
  body: unknown;
  as?: Credential;
  headers?: Readonly<Record<string, string>>;
}>;

const refusal = (
  name: string,
  expected: string,
  post: (scene: Scene, plaintext: string) => Post,
): Refusal => ({
  name: `GraphQL: ${name}`,
  expected,
  async send(scene, plaintext) {
    const { as = scene.root, body, headers } = post(scene, plaintext);
    const { errors } = await postGraphql(scene.kms, as, body, headers);
    return String(errors?.[0]?.extensions.code);
  },
});

const ENCRYPT = 'mutation ($input: EncryptInput!) { encrypt(input: $input) { ciphertextBlob } }';
const DECRYPT = 'mutation ($input: DecryptInput!) { decrypt(input: $input) { plaintext } }';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const literal = (text: string): string => JSON.stringify(text);

const encrypt = (
  name: string,
  expected: string,
  input: (scene: Scene, plaintext: string) => unknown,
  as: (scene: Scene) => Credential = ({ root }) => root,
): Refusal =>
  refusal(name, expected, (scene, plaintext) => ({
    as: as(scene),
    body: { query: ENCRYPT, variables: { input: input(scene, plaintext) } },
  }));
const decrypt = (
  name: string,
  input: (scene: Scene, plaintext: string) => unknown,
  expected = 'InvalidParameter',
): Refusal =>
  refusal(name, expected, (scene, plaintext) => ({
    body: { query: DECRYPT, variables: { input: input(scene, plaintext) } },
  }));
const query = (
  name: string,
  expected: string,
  text: (plaintext: string, scene: Scene) => string,
): Refusal =>
  refusal(name, expected, (scene, plaintext) => ({ body: { query: text(plaintext, scene) } }));

/** The same with a name in place of a text, which messages about the document repeat to its sender. */
const word = (name: string, expected: string, text: (name: string) => string): Refusal => ({
  ...query(name, expected, (plaintext) => text(lettersOf(plaintext))),
  kind: 'name in a document',
});

const PARSE = 'GRAPHQL_PARSE_FAILED';
const VALIDATION = 'GRAPHQL_VALIDATION_FAILED';

/** Refused GraphQL requests, each with a plaintext. */
export const GRAPHQL_REFUSALS: readonly Refusal[] = [
  encrypt(
    'no permission',
    'Forbidden.NoPermission',
    ({ keyId }, plaintext) => ({ keyId, plaintext: base64(plaintext) }),
    ({ nobody }) => nobody,
  ),
  encrypt('a disabled key', 'Rejected.Disabled', ({ disabledKeyId: keyId }, plaintext) => ({
    keyId,
    plaintext: base64(plaintext),
  })),
  encrypt('a plaintext as the key', 'Forbidden.KeyNotFound', (_scene, plaintext) => ({
    keyId: plaintext,
    plaintext: base64(plaintext),
  })),
  encrypt('a plaintext that is not base64', VALIDATION, ({ keyId }, plaintext) => ({
    keyId,
    plaintext,
  })),
  encrypt('too large a plaintext', 'InvalidParameter', ({ keyId }, plaintext) => ({
    keyId,
    plaintext: base64(plaintext + 'x'.repeat(7_000)),
  })),
  encrypt('a variable of a wrong type', VALIDATION, ({ keyId }, plaintext) => ({
    keyId,
    plaintext: [{ plaintext }],
  })),
  encrypt('a variable that is not an object', VALIDATION, (_scene, plaintext) => plaintext),
  encrypt('an unknown field in the input', VALIDATION, ({ keyId }, plaintext) => ({
    keyId,
    plaintext: 'eA==',
    plainText: plaintext,
  })),
  encrypt('a plaintext as the name of a field', VALIDATION, ({ keyId }, plaintext) => ({
    keyId,
    plaintext: 'eA==',
    [plaintext]: plaintext,
  })),
  encrypt('a context of a wrong type', VALIDATION, ({ keyId }, plaintext) => ({
    keyId,
    plaintext: 'eA==',
    encryptionContext: { [plaintext]: plaintext },
  })),
  encrypt('a context with a name twice', 'InvalidParameter', ({ keyId }, plaintext) => ({
    keyId,
    plaintext: 'eA==',
    encryptionContext: [
      { key: plaintext, value: plaintext },
      { key: plaintext, value: plaintext },
    ],
  })),
  decrypt('another context', ({ blob: ciphertextBlob }, value) => ({
    ciphertextBlob,
    encryptionContext: [{ key: 'purpose', value }],
  })),
  decrypt('a plaintext instead of a ciphertext', (_scene, plaintext) => ({
    ciphertextBlob: base64(plaintext),
  })),
  decrypt(
    'a ciphertext that is not base64',
    (_scene, plaintext) => ({ ciphertextBlob: plaintext }),
    VALIDATION,
  ),
  ...(
    [
      ['deleteApiToken', 'tokenId', 'deletedTokenId'],
      ['endBrowserSession', 'sessionId', 'endedSessionId'],
      ['deleteSignInLink', 'linkId', 'deletedLinkId'],
    ] as const
  ).map(([mutation, field, answer]) => ({
    ...query(
      `a secret as the ${field} of ${mutation}`,
      'InvalidParameter',
      (text) => `mutation { ${mutation}(input: { ${field}: "${lettersOf(text)}" }) { ${answer} } }`,
    ),
    kind: 'wrong credential' as const,
  })),
  query(
    'a syntax error at a literal',
    PARSE,
    (plaintext, { keyId }) =>
      `mutation { encrypt(input: { keyId: "${keyId}", plaintext ${literal(plaintext)} }) { keyId } }`,
  ),
  query(
    'a syntax error after a literal',
    PARSE,
    (plaintext, { keyId }) =>
      `mutation { encrypt(input: { keyId: "${keyId}", plaintext: ${literal(plaintext)} ] }) { keyId } }`,
  ),
  query(
    'a literal that does not end',
    PARSE,
    (plaintext) => `mutation { encrypt(input: { plaintext: ${literal(plaintext).slice(0, -1)}`,
  ),
  query(
    'a block string where a name must be',
    PARSE,
    (plaintext) => `{ """${plaintext.replaceAll('"', '')}""" }`,
  ),
  query('a plaintext in place of a query', PARSE, (plaintext) => plaintext),
  word('a word in place of a query', PARSE, (name) => name),
  query(
    'a literal that is not base64',
    VALIDATION,
    (plaintext, { keyId }) =>
      `mutation { encrypt(input: { keyId: "${keyId}", plaintext: ${literal(plaintext)} }) { keyId } }`,
  ),
  query(
    'a literal in place of an enum value',
    VALIDATION,
    (plaintext) => `mutation { createKey(input: { keySpec: ${literal(plaintext)} }) { keyId } }`,
  ),
  query(
    'a literal in place of a number',
    VALIDATION,
    (plaintext) => `{ keys(first: ${literal(plaintext)}) { totalCount } }`,
  ),
  query(
    'letters in place of a text',
    VALIDATION,
    (plaintext) =>
      `mutation { createKey(input: { description: ${lettersOf(plaintext)} }) { keyId } }`,
  ),
  query(
    'a literal in a field that does not exist',
    VALIDATION,
    (plaintext, { keyId }) =>
      `mutation { encrypt(input: { keyId: "${keyId}", plaintxt: ${literal(plaintext)} }) { keyId } }`,
  ),
  word('a field', VALIDATION, (name) => `{ ${name} }`),
  word('an argument', VALIDATION, (name) => `{ keys(${name}: 1) { totalCount } }`),
  word(
    'a variable that is not defined',
    VALIDATION,
    (name) => `{ keys(first: $${name}) { totalCount } }`,
  ),
  word('a type', VALIDATION, (name) => `query ($x: ${name}) { keys(first: $x) { totalCount } }`),
  word('a directive', VALIDATION, (name) => `{ errorCodes @${name} }`),
  word('a fragment', VALIDATION, (name) => `{ keys { ...${name} } }`),
  word(
    'an operation that is there twice',
    'BAD_REQUEST',
    (name) => `query ${name} { errorCodes } query ${name} { errorCodes }`,
  ),
  query(
    'too deep a query',
    'QUERY_TOO_COSTLY',
    (plaintext) =>
      `{ a: key(keyId: ${literal(plaintext)}) { ${'aliases { edges { node { key { '.repeat(4)} keyId ${'} } } } '.repeat(4)} } }`,
  ),
  query(
    'too costly a query',
    'QUERY_TOO_COSTLY',
    (plaintext) =>
      `{ ${Array.from({ length: 60 }, (_, index) => `a${index}: key(keyId: ${literal(plaintext)}) { aliases(first: 100) { edges { node { aliasName } } } }`)} }`,
  ),
  query(
    'a wrong cursor',
    'InvalidParameter',
    (plaintext) => `{ keys(after: ${literal(plaintext)}) { totalCount edges { cursor } } }`,
  ),
  query(
    'too many tokens',
    PARSE,
    (plaintext) => `{ ${`a: key(keyId: ${literal(plaintext)}) { keyId } `.repeat(600)} }`,
  ),
  refusal('an unknown name of an operation', 'BAD_REQUEST', (_scene, plaintext) => ({
    body: { query: 'query A { errorCodes } query B { errorCodes }', operationName: plaintext },
  })),
  refusal('variables that are not an object', 'BAD_REQUEST', (_scene, plaintext) => ({
    body: { query: '{ errorCodes }', variables: plaintext },
  })),
  refusal('another member of the request', 'BAD_REQUEST', (_scene, plaintext) => ({
    body: { query: '{ errorCodes }', [plaintext]: plaintext },
  })),
  refusal('extensions that are not an object', 'BAD_REQUEST', (_scene, plaintext) => ({
    body: { query: '{ errorCodes }', extensions: plaintext },
  })),
  refusal('no query', 'BAD_REQUEST', (_scene, plaintext) => ({ body: { plaintext } })),
  refusal('a query that is not a text', 'BAD_REQUEST', (_scene, plaintext) => ({
    body: { query: { plaintext } },
  })),
  refusal('a persisted query', 'PERSISTED_QUERY_NOT_SUPPORTED', (_scene, plaintext) => ({
    body: { extensions: { persistedQuery: { version: 1, sha256Hash: plaintext } } },
  })),
  refusal('a body that is not JSON', 'BAD_REQUEST', (_scene, plaintext) => ({ body: plaintext })),
  refusal('a body that is not UTF-8', 'BAD_REQUEST', (_scene, plaintext) => ({
    body: Buffer.concat([Buffer.from(plaintext), Buffer.of(0xff)]),
  })),
  refusal('too large a body', 'BAD_REQUEST', (_scene, plaintext) => ({
    body: plaintext + 'x'.repeat(1_100_000),
  })),
  refusal('another content type', 'BAD_REQUEST', (_scene, plaintext) => ({
    body: plaintext,
    headers: { 'content-type': 'text/plain' },
  })),
  refusal('a plaintext as content type', 'BAD_REQUEST', (_scene, plaintext) => ({
    body: '{"query":"{ errorCodes }"}',
    headers: { 'content-type': lettersOf(plaintext) },
  })),
  {
    name: 'GraphQL: a query by GET',
    expected: '405',
    async send({ kms, root }, plaintext) {
      const text = `{ key(keyId: ${literal(plaintext)}) { keyId } }`;
      const { status } = await rawRequest(kms.url, {
        path: `/graphql?query=${encodeURIComponent(text)}`,
        headers: [['authorization', `Basic ${base64(`${root.id}:${root.secret}`)}`]],
      });
      return String(status);
    },
  },
];

/** The letters of a plaintext, which can be a name. */
function lettersOf(plaintext: string): string {
  return /[A-Za-z][A-Za-z0-9]{30,}/.exec(plaintext)?.[0] ?? '';
}
