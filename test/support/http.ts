import { request } from 'node:http';

export interface RawReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** One HTTP request exactly as given: no header is added but Host and the length, no path is tidied. */
export function rawRequest(
  url: string,
  {
    method = 'GET',
    path = '/',
    headers = [],
    body = '',
  }: {
    method?: string;
    path?: string;
    headers?: readonly (readonly [string, string])[];
    body?: string | Uint8Array;
  } = {},
): Promise<RawReply> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const own = new Set(headers.map(([name]) => name.toLowerCase()));
    const flat = headers.flat();
    if (!own.has('host')) flat.push('host', `${hostname}:${port}`);
    // Without a length Node would send an empty POST in chunks, which no SDK does.
    const hasLength = body.length > 0 || method === 'POST';
    if (hasLength && !own.has('content-length') && !own.has('transfer-encoding'))
      flat.push('content-length', String(Buffer.byteLength(body)));
    const outgoing = request(
      {
        hostname,
        port,
        method,
        path,
        headers: flat as unknown as Record<string, string>,
        agent: false,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject); // the server died half-way through its answer
        incoming.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString('utf8');
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            bytes,
            text,
            json: parseJson(text),
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function parseJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
