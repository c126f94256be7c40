import { IssuerUnavailableError } from './errors.ts';

/** Documents with 100 keys have about 50 KB. */
const MAX_BYTES = 262_144;
const TIMEOUT_MS = 5_000;

/** The parts of a request that openid-client sets. Its `body` is one that fetch accepts. */
interface FetchOptions {
  readonly method?: string;
  readonly headers?: Record<string, string> | Headers;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends a request to an issuer: no redirects, at most five seconds, at most 256 KiB of answer.
 * @throws IssuerUnavailableError if there is no such answer, or one with a status of 500 or above
 */
export async function boundedFetch(url: string, options: FetchOptions = {}): Promise<Response> {
  const { signal, body = null, ...others } = options;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      ...others,
      body: body as BodyInit | null,
      redirect: 'manual',
      signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
    });
    const content = response.body && (await readAtMost(response.body, MAX_BYTES));
    if (response.status >= 500) throw new Error(`status ${response.status}`);
    const { status, headers } = response;
    return new Response(content, { status, headers });
  } catch (error) {
    throw new IssuerUnavailableError(error);
  }
}

async function readAtMost(stream: ReadableStream<Uint8Array>, max: number): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > max) throw new Error(`an answer of more than ${max} bytes`); // also cancels the stream
    chunks.push(Uint8Array.from(chunk));
  }
  return new Blob(chunks);
}

/**
 * Fetches a JSON object.
 * @throws IssuerUnavailableError also for anything else than status 200 with an object
 */
export async function fetchJson(url: string): Promise<Readonly<Record<string, unknown>>> {
  const response = await boundedFetch(url, { headers: { accept: 'application/json' } });
  if (response.status !== 200) throw new IssuerUnavailableError(`status ${response.status}`);
  try {
    const value: unknown = await response.json();
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {} // told apart below
  throw new IssuerUnavailableError('the answer is not a JSON object');
}
