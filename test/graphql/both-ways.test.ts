import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ServiceUnavailableError } from '#domain/errors.ts';
import type { ComparedRequest } from '../support/both-ways/compared-request.ts';
import { fetchRequests, refusedRequests } from '../support/both-ways/other-requests.ts';
import { plainRequests } from '../support/both-ways/plain-requests.ts';
import { authorizationOf, startBothWays } from '../support/both-ways/start-both-ways.ts';
import { nextArrival } from '../support/exchange.ts';

let both: Awaited<ReturnType<typeof startBothWays>>;
beforeAll(async () => {
  both = await startBothWays({ settings: { KEYWRIGHT_AUDIT_READS: 'true' } });
});
afterAll(() => both[Symbol.asyncDispose]());

const NOBODY = { keyId: '', disabledKeyId: '' };

describe('A request is answered without fetch as by fetch:', () => {
  it.each(Object.keys(plainRequests(NOBODY)))('%s', async (name) => {
    const request = plainRequests(both.subject)[name] as ComparedRequest;
    const { fetched, plain, fetches } = await both.ask(request);
    expect(plain).toEqual([fetched, fetched]);
    expect([fetched.status, fetches]).toEqual([200, 1]);
  });
});

describe('A request is answered by fetch, and nothing was executed before:', () => {
  it.each(Object.keys(fetchRequests(NOBODY)))('%s', async (name) => {
    const request = fetchRequests(both.subject)[name] as ComparedRequest;
    const { fetched, plain, fetches } = await both.ask(request);
    expect(plain).toEqual([fetched, fetched]);
    expect([fetched.keysCreated, fetches]).toEqual([0, 3]);
  });
});

describe('A request is refused before either:', () => {
  it.each(Object.entries(refusedRequests))('%s', async (_name, request) => {
    const { fetched, plain, fetches } = await both.ask(request);
    expect(plain).toEqual([fetched, fetched]);
    expect(fetches).toBe(0);
  });
});

const CREATE = 'mutation { createKey { keyId } }';
const CREATE_WITH_INPUT =
  'mutation ($input: CreateKeyInput) { createKey(input: $input) { description } }';
const NAMED =
  'query A($filter: KeyFilter) { keys(filter: $filter) { totalCount } } query B { accountStatus }';
const CREATE_TWO = 'mutation { a: createKey { keyId } b: createKey { keyId } }';
const CREATE_AND_FAIL = `mutation { a: createKey { keyId } b: createKey(input: { description: "${'x'.repeat(9_000)}" }) { keyId } }`;

describe('While nothing can be written, the answer is the same:', () => {
  it.each([
    ['to a mutation', { body: { query: CREATE } }, 503],
    [
      'as the type of GraphQL',
      { body: { query: CREATE }, accept: 'application/graphql-response+json' },
      503,
    ],
    ['to two mutations', { body: { query: CREATE_TWO } }, 503],
    ['to two of which one fails for another reason', { body: { query: CREATE_AND_FAIL } }, 200],
    ['to a read, which must be audited', { body: { query: '{ accountStatus }' } }, 503],
  ])('%s', async (_name, request, status) => {
    const unavailable = new ServiceUnavailableError();
    using _commit = vi.spyOn(both.kms.services, 'commit').mockRejectedValue(unavailable);
    const { fetched, plain } = await both.ask(request);
    expect(plain).toEqual([fetched, fetched]);
    expect([fetched.status, fetched.keysCreated]).toEqual([status, 0]);
  });

  it('to a mutation after one that was done', async () => {
    const { services } = both.kms;
    const { commit } = services;
    let commits = 0;
    using _commit = vi.spyOn(services, 'commit').mockImplementation((writes) => {
      commits += 1;
      return commits % 2 === 1 ? commit(writes) : Promise.reject(new ServiceUnavailableError());
    });
    const { fetched, plain } = await both.ask({ body: { query: CREATE_TWO } });
    expect(plain).toEqual([fetched, fetched]);
    expect([fetched.status, fetched.keysCreated]).toEqual([200, 1]);
  });
});

describe('The answer is the same', () => {
  it('to any header Accept', async () => {
    const entry = fc
      .tuple(
        fc.constantFrom('*', 'application', 'Application', 'text', ''),
        fc.constantFrom('/*', '/json', '/graphql-response+json', '/json/x', '/event-stream', ''),
        fc.constantFrom('', '; q=0', ';charset=UTF-8', ';charset=latin1', ';x-charset=utf-8;q=1'),
      )
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 4 }), async (entries) => {
        const body = { query: '{ accountStatus }' };
        const { fetched, plain } = await both.ask({ body, accept: entries.join(', ') });
        expect(plain).toEqual([fetched, fetched]);
      }),
      { numRuns: 150 },
    );
  });

  it('to any body', async () => {
    const odd = fc.oneof(fc.jsonValue(), fc.string());
    const body = fc.record(
      {
        query: fc.oneof(
          { weight: 8, arbitrary: fc.constantFrom('{ a: errorCodes }', NAMED, CREATE_WITH_INPUT) },
          odd,
        ),
        variables: fc.oneof(
          fc.dictionary(fc.constantFrom('input', 'filter', '__proto__'), fc.jsonValue()),
          odd,
        ),
        operationName: fc.oneof(fc.constantFrom('A', 'B', null), odd),
        extensions: odd,
        other: odd,
      },
      { requiredKeys: ['query'] },
    );
    await fc.assert(
      fc.asyncProperty(body, async (params) => {
        const { fetched, plain } = await both.ask({ body: JSON.stringify(params) });
        expect(plain).toEqual([fetched, fetched]);
      }),
      { numRuns: 150 },
    );
  });

  it('to a request that meets a bug, which is masked and logged', async () => {
    const bug = new TypeError('a plaintext');
    using _commit = vi.spyOn(both.kms.services, 'commit').mockRejectedValue(bug);
    const { fetched, plain } = await both.ask({ body: { query: CREATE } });
    expect(plain).toEqual([fetched, fetched]);
    expect(fetched.log).toMatchObject([
      { msg: 'bug' },
      { msg: 'request', code: 'InternalFailure' },
    ]);
    expect(fetched.body).not.toContain('a plaintext');
  });

  it('to a request that is throttled', async () => {
    await using throttled = await startBothWays({
      settings: { KEYWRIGHT_QUOTAS: 'cryptography=1' },
      quotaClock: () => 1_000,
    });
    const query = `mutation { encrypt(input: { keyId: "${throttled.subject.keyId}", plaintext: "eA==" }) { keyId } }`;
    await throttled.ask({ body: { query } });
    const { fetched, plain } = await throttled.ask({ body: { query } });
    expect(plain).toEqual([fetched, fetched]);
    expect(fetched.body).toContain('retryAfter');
  });
});

/** Sends a mutation, and disconnects before anything is committed. Waits until the server has logged the request. */
async function disconnectDuring(query: string): Promise<void> {
  const { kms, account, log } = both;
  const { materials } = kms.services;
  const { use } = materials;
  const { hostname, port, host } = new URL(kms.url);
  const arrival = nextArrival(kms);
  const client = connect(Number(port), hostname);
  using _use = vi.spyOn(materials, 'use').mockImplementation(async (...args) => {
    const { response } = await arrival;
    client.destroy();
    await once(response, 'close');
    return await Reflect.apply(use, materials, args);
  });
  await once(client, 'connect');
  const body = JSON.stringify({ query });
  client.write(
    [
      'POST /graphql HTTP/1.1',
      `host: ${host}`,
      'content-type: application/json',
      `authorization: ${authorizationOf(account)}`,
      `content-length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  );
  await vi.waitUntil(() => log.lines().some(({ msg }) => msg === 'request'), 60_000);
}

describe('A client that disconnects during a mutation', () => {
  it('leaves the same lines in the log, and nothing else', async () => {
    const { kms, account, subject, log } = both;
    const { accountId } = account;
    const countAudited = () => kms.store.db.auditEvent.count({ where: { accountId } });
    const before = await countAudited();
    const { fetched, plain } = await both.compare(async () => {
      log.clear();
      await disconnectDuring(
        `mutation { encrypt(input: { keyId: "${subject.keyId}", plaintext: "eA==" }) { keyId } }`,
      );
      return log.lines();
    });
    expect(plain).toEqual([fetched, fetched]);
    expect(fetched).toMatchObject([{ msg: 'request', actions: ['Encrypt'] }]);
    expect(await countAudited()).toBe(before);
  });
});
