import { once } from 'node:events';
import { connect } from 'node:net';
import { apiTokenOf } from '#domain/api-token.ts';
import { rawRequest } from '../support/http.ts';
import type { Refusal, Scene } from './scene.ts';
import { ROOT_KEY_ID } from './watched-server.ts';

type Headers = readonly (readonly [string, string])[];

/** A request without a valid credential. */
const request = (
  name: string,
  expected: number,
  path: string | ((text: string) => string),
  options: (text: string) => { headers?: Headers; method?: string; body?: string } = () => ({}),
): Refusal => ({
  name: `HTTP: ${name}`,
  kind: 'wrong credential',
  expected: String(expected),
  async send(scene, plaintext) {
    const text = /\w{40}/.exec(plaintext)?.[0] ?? ''; // in headers and paths only letters can stand
    const { status } = await rawRequest(scene.kms.url, {
      path: typeof path === 'string' ? path : path(text),
      ...options(text),
    });
    return String(status);
  },
});

/** A GraphQL request with such a header. */
const graphqlWith = (name: string, headers: (text: string) => Headers, expected = 401): Refusal =>
  request(name, expected, '/graphql', (text) => ({
    method: 'POST',
    body: '{"query":"{ errorCodes }"}',
    headers: [['content-type', 'application/json'], ...headers(text)],
  }));

const OWN_PAGE = ['sec-fetch-site', 'same-origin'] as const;

/** A sign-in with these fields. */
const signInWith = (
  name: string,
  expected: number,
  way: 'access-key' | 'token',
  fields: (text: string) => object,
): Refusal =>
  request(`${name} at sign-in`, expected, `/sign-in/${way}`, (text) => ({
    method: 'POST',
    body: JSON.stringify(fields(text)),
    headers: [OWN_PAGE, ['content-type', 'application/json']],
  }));

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Sends bytes that are not HTTP as it must be. @returns the status of the answer */
async function sendRaw({ kms }: Scene, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(kms.url).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (part) => (answer += String(part)));
  socket.on('error', () => {}); // 'close' follows
  socket.write(bytes);
  await once(socket, 'close');
  return answer.split(' ')[1] ?? '';
}

const raw = (name: string, expected: number, bytes: (text: string) => string): Refusal => ({
  name: `HTTP: ${name}`,
  expected: String(expected),
  send: (scene, plaintext) => sendRaw(scene, bytes(plaintext)),
});

/** Refused requests outside the APIs, and with wrong credentials. */
export const HTTP_REFUSALS: readonly Refusal[] = [
  request('a wrong path', 404, (text) => `/keys/${text}`),
  request('a wrong path of a page', 401, (text) => `/graphiql/${text}.js`),
  request(
    'the query of a page',
    401,
    (text) => `/graphql?${text}`,
    () => ({
      headers: [['accept', 'text/html']],
    }),
  ),
  request('the query of the sign-in page', 200, (text) => `/sign-in?token=${text}`),
  request('the query of the health check', 200, (text) => `/healthz?${text}`),
  request('the query of the metrics', 401, (text) => `/metrics?token=${text}`),
  request(
    'another method for a page',
    405,
    (text) => `/sign-in?${text}`,
    () => ({
      method: 'DELETE',
    }),
  ),
  request('a header', 404, '/keys', (text) => ({ headers: [['x-plaintext', text]] })),
  request('the origin', 403, '/sign-in', (text) => ({
    method: 'POST',
    body: '{}',
    headers: [['origin', `https://${text}.example`]],
  })),
  request('the referer', 401, '/graphql', (text) => ({
    headers: [
      ['accept', 'text/html'],
      ['referer', `http://127.0.0.1/${text}`],
    ],
  })),
  request('an expectation', 417, '/', (text) => ({ headers: [['expect', text]] })),
  request('a forwarded address', 404, '/keys', (text) => ({
    headers: [['x-forwarded-for', text]],
  })),
  request('another method for the metrics', 405, '/metrics', (text) => ({
    method: 'POST',
    body: text,
  })),
  request('a wrong metrics token', 401, '/metrics', (text) => ({
    headers: [['authorization', `Bearer ${text}`]],
  })),
  request('a wrong sign-in link', 401, '/sign-in', (text) => ({
    method: 'POST',
    body: JSON.stringify({ token: text }),
    headers: [OWN_PAGE],
  })),
  request('a sign-in that is not JSON', 401, '/sign-in', (text) => ({
    method: 'POST',
    body: text,
    headers: [OWN_PAGE],
  })),
  request('a path to return to', 200, (text) => `/sign-in?return=//${text}`),
  signInWith('a wrong secret', 401, 'access-key', (text) => ({
    accessKeyId: ROOT_KEY_ID,
    accessKeySecret: text,
  })),
  signInWith('a secret as the access key id', 401, 'access-key', (text) => ({
    accessKeyId: text,
    accessKeySecret: text,
  })),
  signInWith('a secret in a wrong field', 400, 'access-key', (text) => ({ secret: text })),
  signInWith('an unknown API token', 401, 'token', (text) => ({
    token: apiTokenOf(text.slice(0, 30)),
  })),
  signInWith('a wrong API token', 401, 'token', (text) => ({ token: text })),
  signInWith('too large a token', 413, 'token', (text) => ({ token: text.repeat(100) })),
  request('too large a sign-in', 413, '/sign-in', (text) => ({
    method: 'POST',
    body: text.repeat(100),
    headers: [OWN_PAGE],
  })),
  request('a sign-out with an unknown cookie', 204, '/sign-out', (text) => ({
    method: 'POST',
    headers: [OWN_PAGE, ['cookie', `keywright-session=${text}`]],
  })),
  graphqlWith('a wrong secret, Basic', (text) => [
    ['authorization', `Basic ${base64(`${ROOT_KEY_ID}:${text}`)}`],
  ]),
  graphqlWith('a secret as the access key id, Basic', (text) => [
    ['authorization', `Basic ${base64(`:${text}`)}`],
  ]),
  graphqlWith('Basic without a colon', (text) => [
    ['authorization', `Basic ${base64(`${text} x`)}`],
  ]),
  graphqlWith('Basic without base64', (text) => [['authorization', `Basic !${text}`]]),
  graphqlWith('Basic and a wrong security token', (text) => [
    ['authorization', `Basic ${base64(`${ROOT_KEY_ID}:`)}`],
    ['x-acs-security-token', text],
  ]),
  graphqlWith('another scheme', (text) => [['authorization', text]]),
  graphqlWith('an unknown API token', (text) => [
    ['authorization', `Bearer ${apiTokenOf(text.slice(0, 30))}`],
  ]),
  graphqlWith('an API token with a wrong checksum', (text) => [
    ['authorization', `Bearer kwt_${text}`],
  ]),
  graphqlWith('a bearer token that is not an API token', (text) => [
    ['authorization', `Bearer ${text}`],
  ]),
  graphqlWith('too long a bearer token', (text) => [
    ['authorization', `Bearer ${text.repeat(250)}`],
  ]),
  graphqlWith('an unknown cookie', (text) => [OWN_PAGE, ['cookie', `keywright-session=${text}`]]),
  graphqlWith('a cookie of another name', (text) => [OWN_PAGE, ['cookie', `other=${text}`]]),
  graphqlWith(
    'a cookie from another page',
    (text) => [
      ['sec-fetch-site', 'cross-site'],
      ['cookie', `keywright-session=${text}`],
    ],
    403,
  ),
  raw('bytes that are not HTTP', 400, (text) => `${text}\r\n\r\n`),
  raw('a malformed header', 400, (text) => `GET / HTTP/1.1\r\n${text}\r\n\r\n`),
  raw(
    'too large a header',
    431,
    (text) => `GET / HTTP/1.1\r\nx: ${text}${'x'.repeat(262_144)}\r\n\r\n`,
  ),
];
