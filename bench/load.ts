import { createHmac, randomUUID } from 'node:crypto';
import autocannon from 'autocannon';

export type Requests = NonNullable<autocannon.Options['requests']>;

export const CONNECTIONS = 64;
const WARM_UP_SECONDS = 2;

interface AccessKey {
  readonly id: string;
  readonly secret: string;
}

/** One GraphQL mutation, over and over. */
export const graphqlRequests = ({ id, secret }: AccessKey, query: string, variables: object): Requests => [
  {
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json', authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: JSON.stringify({ query, variables }),
  },
];

/** One RPC action, over and over, each signed anew, as SDKs do. `input` stands between Action and SignatureMethod in the alphabet. */
export const rpcRequests = ({ id, secret }: AccessKey, action: string, input: Readonly<Record<string, string>> = {}): Requests => [
  {
    method: 'POST',
    setupRequest(request) {
      const all: Record<string, string> = {
        ...input,
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

export interface Figures {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Loads a server that is warm. @throws when anything but success came back: such figures would mean nothing */
export async function load(url: string, requests: Requests, seconds: number): Promise<Figures> {
  await autocannon({ url, requests, connections: CONNECTIONS, duration: WARM_UP_SECONDS });
  const { requests: rates, latency, non2xx, errors } = await autocannon({ url, requests, connections: CONNECTIONS, duration: seconds });
  if (non2xx + errors > 0) throw new Error(`${non2xx} refusals and ${errors} errors: these figures would mean nothing`);
  return { perSecond: rates.average, p50: latency.p50, p99: latency.p99 };
}
