import { createYoga } from 'graphql-yoga';
import { vi } from 'vitest';
import { schema } from '#graphql/build-schema.ts';
import { postGraphql } from '../graphql-client.ts';
import { rawRequest } from '../http.ts';
import { type Credential, type Kms, type KmsOptions, startKms } from '../kms.ts';
import type { ComparedRequest, Subject } from './compared-request.ts';

export const authorizationOf = ({ id, secret }: Credential): string =>
  `Basic ${btoa(`${id}:${secret}`)}`;

/** The text without what differs between two answers to one request: ids (by the order in which they appear), times, ciphertexts. */
function withoutChance(text: string): string {
  const ids: string[] = [];
  return text
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      if (!ids.includes(id)) ids.push(id);
      return `<id ${ids.indexOf(id)}>`;
    })
    .replaceAll(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"/g, '"<time>"')
    .replaceAll(/(?<="ciphertextBlob":")[^"]+/g, ({ length }) => `<${length} characters>`);
}

/** All that can be seen of the answer to a request. */
async function observe(
  { kms, account, denied, log }: Observed,
  { body, accept, denied: isDenied }: ComparedRequest,
) {
  const { accountId } = account;
  const countKeys = () => kms.store.db.key.count({ where: { accountId } });
  const before = await countKeys();
  log.clear();
  const { status, headers, text } = await rawRequest(kms.url, {
    method: 'POST',
    path: '/graphql',
    headers: [
      ['content-type', 'application/json'],
      ['authorization', authorizationOf(isDenied ? denied : account)],
      ...(accept === undefined ? [] : [['accept', accept] as const]),
    ],
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  const { date: _date, 'x-request-id': requestId, ...others } = headers;
  const named = [...text.matchAll(/"requestId":"([^"]+)"/g)].map(([, id]) => id === requestId);
  return {
    status,
    headers: Object.entries(others),
    body: withoutChance(text),
    namesItsRequestId: named,
    log: log.lines(),
    keysCreated: (await countKeys()) - before,
  };
}

interface Observed {
  readonly kms: Kms;
  readonly account: Credential;
  readonly denied: Credential;
  readonly log: ReturnType<typeof watchLog>;
}

/** What the request log has of each request, and which bugs the log has. */
function watchLog() {
  const texts: string[] = [];
  return {
    write: (line: string) => void texts.push(line),
    clear: () => void texts.splice(0),
    lines: () =>
      texts
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ msg }) => msg === 'request' || msg === 'bug')
        .map(({ msg, status, code, actions }) => ({ msg, status, code, actions })),
  };
}

async function createSubject(kms: Kms, account: Credential): Promise<Subject> {
  const create = async (tagValue: string) => {
    const { data } = await postGraphql(kms, account, {
      query: `mutation { createKey(input: { tags: [{ tagKey: "a", tagValue: "${tagValue}" }] }) { keyId } }`,
    });
    return String((data?.createKey as { keyId: string } | undefined)?.keyId);
  };
  const subject = { keyId: await create('b'), disabledKeyId: await create('c') };
  await postGraphql(kms, account, {
    query: `mutation { createAlias(input: { keyId: "${subject.keyId}", aliasName: "alias/both" }) { alias { aliasName } } disableKey(input: { keyId: "${subject.disabledKeyId}" }) { keyId } }`,
  });
  return subject;
}

/** A server that answers each request as the test says: by Yoga's `fetch`, or without it where it can. */
export async function startBothWays(options: KmsOptions = {}) {
  let byFetch = false;
  const log = watchLog();
  const kms = await startKms({ ...options, graphqlByFetch: () => byFetch, log: log.write });
  const account = await kms.addAccount();
  const denied = await kms.addAccount({ accountId: account.accountId, allowedActions: [] });
  const subject = await createSubject(kms, account);
  // Only `fetch` makes such a response, and its text is read once.
  const { Response } = createYoga({ schema, logging: false }).fetchAPI;

  /** Does something by `fetch` first, and then twice without. @returns what it gave, and how often `fetch` answered */
  async function compare<Seen>(see: () => Promise<Seen>) {
    using readText = vi.spyOn(Response.prototype, 'text');
    byFetch = true;
    const fetched = await see();
    byFetch = false;
    const plain = [await see(), await see()];
    return { fetched, plain, fetches: readText.mock.calls.length };
  }

  return {
    kms,
    account,
    subject,
    log,
    compare,
    /** Sends one request both ways. */
    ask: (request: ComparedRequest) =>
      compare(() => observe({ kms, account, denied, log }, request)),
    [Symbol.asyncDispose]: () => kms[Symbol.asyncDispose](),
  };
}
