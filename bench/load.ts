import { createHmac, randomUUID } from 'node:crypto';
import autocannon from 'autocannon';

export type Requests = NonNullable<autocannon.Options['requests']>;

export const CONNECTIONS = 64;
const WARM_UP_SECONDS = 2;
const MIN_ANSWERS = 20;
/** A measurement takes at most this many times the requested seconds. */
const MAX_DURATION_FACTOR = 4;

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
}

const graphqlHeaders = ({ id, secret }: AccessKey) => ({
  'content-type': 'application/json',
  authorization: `Basic ${btoa(`${id}:${secret}`)}`,
});

/** Sends one GraphQL document. @returns its field `answer` */
export async function askGraphql(
  url: string,
  accessKey: AccessKey,
  query: string,
  variables: object = {},
): Promise<Record<string, string>> {
  const body = JSON.stringify({ query, variables });
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: graphqlHeaders(accessKey),
    body,
  });
  return ((await response.json()) as { data: { answer: Record<string, string> } }).data.answer;
}

/** Repeats one GraphQL document. */
export const graphqlRequests = (
  accessKey: AccessKey,
  query: string,
  variables: object = {},
): Requests => [
  {
    method: 'POST',
    path: '/graphql',
    headers: graphqlHeaders(accessKey),
    body: JSON.stringify({ query, variables }),
  },
];

type Input = Readonly<Record<string, string>>;

/** Repeats one RPC action and signs each request, as SDKs do. The input is constant, or a function returns one for each. */
export const rpcRequests = (
  { id, secret }: AccessKey,
  action: string,
  input: Input | (() => Input) = {},
): Requests => [
  {
    method: 'POST',
    setupRequest(request) {
      const all: Record<string, string> = {
        ...(typeof input === 'function' ? input() : input),
        AccessKeyId: id,
        Action: action,
        Format: 'JSON',
        SignatureMethod: 'HMAC-SHA1',
        SignatureNonce: randomUUID(),
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
      return { ...request, path: `/?${query}&Signature=${encodeURIComponent(signature)}` };
    },
  },
];

export const bareRequests: Requests = [{ method: 'POST', path: '/', body: '' }];

export interface LoadStats {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/**
 * Sends requests over many connections after a warm-up, to one server or spread over several. Measures longer than
 * `seconds` if there are too few answers for a percentile.
 * @throws Error if any request failed, because the numbers would be meaningless
 */
export async function load(
  urls: string | readonly string[],
  requests: Requests,
  seconds: number,
  connections = CONNECTIONS,
): Promise<LoadStats> {
  const url = urls as string; // autocannon accepts several, which its types omit
  await autocannon({ url, requests, connections, duration: WARM_UP_SECONDS });
  for (let duration = seconds; ; duration *= 2) {
    const {
      requests: rates,
      latency,
      non2xx,
      errors,
      ...run
    } = await autocannon({ url, requests, connections, duration });
    if (non2xx + errors > 0)
      throw new Error(
        `${non2xx} requests were rejected and ${errors} failed: no valid measurement`,
      );
    if (rates.total >= MIN_ANSWERS || duration > MAX_DURATION_FACTOR * seconds)
      return { perSecond: rates.total / run.duration, p50: latency.p50, p99: latency.p99 };
  }
}
