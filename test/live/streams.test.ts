import { once } from 'node:events';
import { connect } from 'node:net';
import { createClient } from 'graphql-sse';
import { describe, expect, it } from 'vitest';
import { createApiToken } from '../support/api-token.ts';
import { caller } from '../support/caller.ts';
import { rawRequest } from '../support/http.ts';
import { type Credential, type Kms, sharedKms, startKms } from '../support/kms.ts';
import { AUDIT_EVENT_ADDED, basicOf, KEY_CHANGED, subscribe } from '../support/live.ts';

const openStreams = async ({ url }: Kms): Promise<number> => {
  const { text } = await rawRequest(url, { path: '/metrics' });
  return Number(/^keywright_streams (\d+)$/m.exec(text)?.[1]);
};

/** Waits until the server has this many streams. */
async function untilOpen(kms: Kms, count: number): Promise<void> {
  while ((await openStreams(kms)) !== count);
}

/** A client that sends a subscription and reads nothing of the answer but its first part. */
async function deafClient({ url }: Kms, account: Credential, query: string) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const body = JSON.stringify({ query });
  const headers = {
    host: `${hostname}:${port}`,
    accept: 'text/event-stream',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...basicOf(account),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.write(`POST /graphql HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
  await once(socket, 'readable');
  return socket;
}

describe('A stream', () => {
  it('is cut off if its client does not read, and the others go on', async () => {
    const lines: string[] = [];
    await using kms = await startKms({ log: (line) => lines.push(line) });
    const account = await kms.addAccount();
    const root = caller('rpc', kms, account);
    await using reader = await subscribe(kms, basicOf(account), KEY_CHANGED);
    const fields = Array.from({ length: 100 }, (_, at) => `d${at}: description`).join(' ');
    const query = `subscription { keyChanged { key { ${fields} } } }`;
    const socket = await deafClient(kms, account, query);
    await untilOpen(kms, 2);
    // Each event has 800 kB. The system itself keeps some megabytes.
    const { keyId } = await root.createKey({ description: 'x'.repeat(8_192) });
    let count = 1;
    for (; (await openStreams(kms)) === 2; count += 1)
      await root.act(count % 2 ? 'DisableKey' : 'EnableKey', { keyId });
    expect(await openStreams(kms)).toBe(1);
    expect((await reader.changes(count)).length).toBe(count);
    socket.destroy();
    expect(lines.filter((line) => line.includes('"code":"SlowReader"'))).toHaveLength(1);
  });

  it('ends when its client disconnects, and has one line in the request log', async () => {
    const lines: string[] = [];
    await using kms = await startKms({ log: (line) => lines.push(line) });
    const account = await kms.addAccount();
    const stream = await subscribe(kms, basicOf(account), KEY_CHANGED);
    await untilOpen(kms, 1);
    const ofStream = () => lines.filter((line) => line.includes('"ListKeys"'));
    expect(ofStream()).toEqual([]);
    await stream[Symbol.asyncDispose]();
    await untilOpen(kms, 0);
    while (ofStream().length === 0) await openStreams(kms);
    expect(JSON.parse(String(ofStream()[0]))).toMatchObject({
      path: '/graphql',
      status: 200,
      actions: ['ListKeys'],
      code: 'Done',
      milliseconds: expect.any(Number),
    });
  });

  it('is completed when the server stops, at once', async () => {
    const kms = await startKms();
    const account = await kms.addAccount();
    const streams = [
      await subscribe(kms, basicOf(account), KEY_CHANGED),
      await subscribe(kms, basicOf(account), AUDIT_EVENT_ADDED),
    ];
    const stopped = kms[Symbol.asyncDispose]();
    for (const stream of streams) expect(await stream.end()).toBeUndefined();
    await stopped;
  });

  it('is one of at most 100 of a principal', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const open = () => subscribe(kms, basicOf(account), KEY_CHANGED);
    const streams = await Promise.all(Array.from({ length: 100 }, open));
    await using refused = await open();
    expect(refused.response.status).toBe(429);
    expect(refused.response.headers.get('retry-after')).toBe('5');
    await using other = await subscribe(kms, basicOf(await kms.addAccount()), KEY_CHANGED);
    expect(other.response.status).toBe(200);
    for (const stream of streams) await stream[Symbol.asyncDispose]();
    await untilOpen(kms, 1);
    await using again = await open();
    expect(again.response.status).toBe(200);
  });

  it('is refused while streams have half of all connections, and requests are answered', async () => {
    await using kms = await startKms({ settings: { KEYWRIGHT_MAX_CONNECTIONS: '16' } });
    const account = await kms.addAccount();
    const open = () => subscribe(kms, basicOf(account), KEY_CHANGED);
    await using opened = new AsyncDisposableStack();
    for (let count = 0; count < 8; count += 1)
      expect(opened.use(await open()).response.status).toBe(200);
    await using refused = await open();
    expect(refused.response.status).toBe(429);
    expect(await openStreams(kms)).toBe(8);
  });

  it.each(['application/json', 'application/graphql-response+json', '*/*'])(
    'is not opened for a client that accepts %s',
    async (accept) => {
      const kms = await sharedKms();
      const account = await kms.addAccount();
      const response = await fetch(`${kms.url}/graphql`, {
        method: 'POST',
        headers: { accept, 'content-type': 'application/json', ...basicOf(account) },
        body: JSON.stringify({ query: KEY_CHANGED }),
      });
      expect(response.status).toBe(406);
      expect(await response.json()).toMatchObject({
        errors: [
          {
            message: expect.stringContaining('text/event-stream'),
            extensions: { code: 'BAD_REQUEST' },
          },
        ],
      });
    },
  );

  it.each([
    ['a document that is not valid', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['one with a syntax error', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    [
      'one that is too costly',
      `subscription { keyChanged { key { ${'auditEvents(first: 100) { edges { node { key { ' + 'auditEvents(first: 100) { edges { node { eventId } } }' + ' } } } }'} } } }`,
      'QUERY_TOO_COSTLY',
    ],
    [
      'a field that is left out',
      'subscription { ...F } fragment F on Subscription { keyChanged @skip(if: true) { cursor } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'two fields',
      'subscription { keyChanged { cursor } auditEventAdded { cursor } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
  ])('ends at once with the error for %s', async (_name, query, code) => {
    const kms = await sharedKms();
    await using stream = await subscribe(kms, basicOf(await kms.addAccount()), query);
    expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
    expect(await stream.end()).toBe(code);
  });

  it('is readable by pages of allowed origins, with a bearer token only', async () => {
    await using kms = await startKms({
      settings: { KEYWRIGHT_ALLOWED_ORIGINS: 'https://app.example.com' },
    });
    const account = await kms.addAccount();
    const headers = { ...basicOf(account), origin: 'https://app.example.com' };
    await using refused = await subscribe(kms, headers, KEY_CHANGED);
    expect(refused.response.status).toBe(403);
    const { token } = await createApiToken(kms, account);
    const origin = 'https://app.example.com';
    const ofPage = { authorization: `Bearer ${token}`, origin };
    await using stream = await subscribe(kms, ofPage, KEY_CHANGED);
    expect(stream.response.headers.get('access-control-allow-origin')).toBe(origin);
    await caller('rpc', kms, account).createKey();
    expect(await stream.change()).toMatchObject({ operation: 'CreateKey' });
  });

  it('is what the client of graphql-sse reads', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const client = createClient({ url: `${kms.url}/graphql`, headers: basicOf(account) });
    const results = client.iterate<{ keyChanged: { operation: string } }>(
      { query: 'subscription { keyChanged { operation } }' },
      { connected: () => void caller('rpc', kms, account).createKey() },
    );
    const { value } = await results.next();
    expect(value).toEqual({ data: { keyChanged: { operation: 'CreateKey' } } });
    await results.return?.();
    client.dispose();
  });
});
