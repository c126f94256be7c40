import { createHmac, randomUUID } from 'node:crypto';

/** The text of a request but its host. Bytes are characters (latin1). */
export interface HttpRequest {
  /** The request line. */
  readonly start: string;
  /** Further headers, and the body. */
  readonly rest: string;
}

/** Requests of one kind, one after the other. */
export interface Requests {
  readonly next: () => HttpRequest;
  /** Makes requests ahead, so that signing them takes no time while a server is measured. */
  readonly prepare?: (count: number) => void;
}

/** The credential that signs requests. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
}

/** Name and value of a header, at any place. */
type Headers = Readonly<Record<string, string>>;

const USER_AGENT = 'keywright-bench/1.0';

/** A POST request. @param body in ASCII */
export const post = (path: string, headers: Headers = {}, body = ''): HttpRequest => ({
  start: `POST ${path} HTTP/1.1\r\n`,
  rest: `${Object.entries({ 'user-agent': USER_AGENT, ...headers, 'content-length': body.length })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n${body}`,
});

/** Repeats one request. */
export const repeated = (request: HttpRequest): Requests => ({ next: () => request });

/** Requests of several kinds in turn. A kind that occurs twice is sent twice as often. */
export function inTurn(kinds: readonly [Requests, ...Requests[]]): Requests {
  let sent = 0;
  return {
    next: () => (kinds[sent++ % kinds.length] ?? kinds[0]).next(),
    prepare(count) {
      for (const kind of kinds) kind.prepare?.(Math.ceil(count / kinds.length));
    },
  };
}

/** The headers of a GraphQL request. */
export const graphqlHeaders = ({ id, secret }: AccessKey): Headers => ({
  'content-type': 'application/json',
  authorization: `Basic ${btoa(`${id}:${secret}`)}`,
});

/** Repeats one GraphQL document. */
export const graphqlRequests = (
  accessKey: AccessKey,
  query: string,
  variables: object = {},
): Requests =>
  repeated(post('/graphql', graphqlHeaders(accessKey), JSON.stringify({ query, variables })));

/** Requests that are signed ahead, at most: each takes about a kilobyte of memory. */
const MAX_READY = 100_000;

type Input = Readonly<Record<string, string>>;

/**
 * Repeats one RPC action with a new signature each time, as SDKs do.
 * @param input constant, or a function returns one for each request
 * @param makeNonce absent: random nonces
 */
export function rpcRequests(
  accessKey: AccessKey,
  action: string,
  input: Input | (() => Input) = {},
  makeNonce: () => string = randomUUID,
): Requests {
  const sign = () =>
    signed(accessKey, action, typeof input === 'function' ? input() : input, makeNonce());
  const ready: HttpRequest[] = [];
  return {
    next: () => ready.pop() ?? sign(),
    prepare(count) {
      while (ready.length < Math.min(count, MAX_READY)) ready.push(sign());
    },
  };
}

function signed(
  { id, secret }: AccessKey,
  action: string,
  input: Input,
  nonce: string,
): HttpRequest {
  const all: Record<string, string> = {
    ...input,
    AccessKeyId: id,
    Action: action,
    Format: 'JSON',
    SignatureMethod: 'HMAC-SHA1',
    SignatureNonce: nonce,
    SignatureVersion: '1.0',
    Timestamp: `${new Date().toISOString().slice(0, 19)}Z`,
    Version: '2016-01-20',
  };
  const query = Object.keys(all)
    .sort()
    .map((name) => `${name}=${encodeURIComponent(all[name] ?? '')}`)
    .join('&');
  const signature = createHmac('sha1', `${secret}&`)
    .update(`POST&%2F&${encodeURIComponent(query)}`)
    .digest('base64');
  return post(`/?${query}&Signature=${encodeURIComponent(signature)}`);
}
