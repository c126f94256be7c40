import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onSqlite } from '../support/database.ts';
import { causeFaults } from './faults.ts';
import { createSearch } from './find-secrets.ts';
import { GRAPHQL_REFUSALS } from './graphql-refusals.ts';
import { HTTP_REFUSALS } from './http-refusals.ts';
import { type Searched, searchEverything } from './leaks.ts';
import { useOpenId } from './openid.ts';
import { performOperations } from './perform-operations.ts';
import { RPC_REFUSALS } from './rpc-refusals.ts';
import { openScene, sendRefusals } from './scene.ts';
import { type Kind, SecretList } from './secret-list.ts';
import { useEverything } from './uses.ts';
import { startWatchedServer, type WatchedServer } from './watched-server.ts';

/** Kinds of which each secret is sent by a client. */
const SENT_KINDS: readonly Kind[] = [
  'plaintext',
  'encryption context',
  'metrics token',
  'wrong credential',
  'name in a document',
];

/** Every authenticated caller may call them. */
const WITHOUT_PERMISSION = ['DescribeRegions', 'GetCallerIdentity'];

let watched: WatchedServer;
let performed: Awaited<ReturnType<typeof performOperations>>;
let used: Awaited<ReturnType<typeof useEverything>>;
let openId: Awaited<ReturnType<typeof useOpenId>>;
let refused: Awaited<ReturnType<typeof sendRefusals>>;
let faults: readonly string[];
let searched: Searched;

beforeAll(async () => {
  watched = await startWatchedServer();
  const scene = await openScene(watched);
  [performed, used, openId, refused] = await Promise.all([
    performOperations(watched),
    useEverything(watched, scene),
    useOpenId(watched),
    sendRefusals(scene, [...RPC_REFUSALS, ...GRAPHQL_REFUSALS, ...HTTP_REFUSALS]),
  ]);
  faults = await causeFaults(scene);
  searched = await searchEverything(watched);
});

afterAll(() => watched[Symbol.asyncDispose]());

describe('Secrets and plaintexts', () => {
  it('occur only in the answers that are to have them', () => {
    expect(searched.leaks).toEqual([]);
  });

  it('are at least 40 of all kinds, and were sent where clients send them', () => {
    expect(searched.secrets.length).toBeGreaterThanOrEqual(40);
    const kinds = new Set(searched.secrets.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual([
      'API token',
      'OpenID token',
      'access key secret',
      'client secret',
      'data key',
      'encryption context',
      'key material',
      'metrics token',
      'name in a document',
      'plaintext',
      'root key',
      'security token',
      'session cookie',
      'sign-in cookie',
      'sign-in link',
      'token key',
      'wrong credential',
    ]);
    const unsent = searched.secrets.filter(
      (secret) => SENT_KINDS.includes(secret.kind) && !searched.sent.has(secret),
    );
    expect(unsent.map(({ name }) => name)).toEqual([]);
  });

  it('went through every operation on both surfaces, done and refused', () => {
    const { done, denied, misused } = performed;
    expect(done.filter(({ outcome, expected }) => outcome !== expected)).toEqual([]);
    expect(
      denied.filter(
        ({ operation, outcome }) =>
          !/NoPermission$/.test(outcome) && !WITHOUT_PERMISSION.includes(operation),
      ),
    ).toEqual([]);
    expect(misused.filter(({ outcome }) => outcome === 'InternalFailure')).toEqual([]);
    expect(used.filter(([, answer]) => !['ok', '200', '204'].includes(answer))).toEqual([
      ['usedTwice', '401'],
    ]);
  });

  it('went through every kind of error', () => {
    expect(refused.answered).toEqual(refused.expected);
    expect(openId).toEqual({
      'an access token': 200,
      'an expired access token': 401,
      'an access token for another audience': 401,
      'an access token of another issuer': 401,
      'an access token of an unknown subject': 403,
      'an altered access token': 401,
      'a sign-in': 200,
      'another nonce': 502,
      'a wrong code': 400,
      'a refusal': 403,
      'no cookie': 400,
    });
    expect(faults).toEqual([
      'InternalFailure',
      'ServiceUnavailableTemporary',
      'InternalFailure',
      'ServiceUnavailableTemporary',
    ]);
  });

  it('are searched for where other values are found', () => {
    const known = new SecretList();
    const description = known.add('plaintext', 'a description', watched.description);
    const search = createSearch([description]);
    const names = searched.places.filter(({ bytes }) => search(bytes).length > 0);
    expect(names.map(({ name }) => name)).toEqual([
      'Key.description',
      ...(onSqlite ? [expect.stringMatching(/^the file keywright\.db/), 'the backup'] : []),
    ]);
    const place = (name: string) => searched.places.find((one) => one.name === name)?.bytes;
    expect(String(place('AuditEvent.operation'))).toContain('GenerateDataKey');
    expect(String(place('AuditEvent.operation'))).toContain('DescribeKey');
    expect(String(place('the exported audit'))).toContain('GenerateDataKey');
    expect(watched.logLines.some((line) => line.includes('"msg":"bug"'))).toBe(true);
    const answer = (path: string) =>
      searched.answers
        .filter(({ answers }) => answers.includes(path))
        .map(({ received }) => String(received));
    expect(answer('GET /metrics').join()).toContain('GenerateDataKey');
  });
});
