import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { rootKeyStatus } from '#root-key/status.ts';
import { insertRow, updateRow } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { caller } from '../support/caller.ts';
import { onSqlite } from '../support/database.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { rawRequest } from '../support/http.ts';
import { addUser, allowing } from '../support/identities.ts';
import { type Credential, type Kms, type KmsOptions, runJobs, startKms } from '../support/kms.ts';
import { startWithQuotas } from '../support/quotas.ts';
import { rotate } from '../support/rotation.ts';

const EVERYTHING = `
  version databaseKind startTime replicaName isReady problems
  clock { skewMilliseconds isTrusted }
  replicas { name version startTime lastSeenTime rootKeyIds currentRootKeyId }
  rootKeys { rootKeyId isCurrent state provider creationDate valueCount }
  rootKeyRotation { startTime phase fromRootKeyId toRootKeyId waitsFor rewrapped total }
  quotas { pool requestsPerSecond used }
  limits { name maximum count }`;

interface Described {
  readonly quotas: { readonly pool: string }[];
  readonly limits: { readonly name: string }[];
  readonly [field: string]: unknown;
}

async function describeService(kms: Kms, credential: Credential, fields = EVERYTHING) {
  const { data, errors } = await postGraphql(kms, credential, {
    query: `{ service { ${fields} } }`,
  });
  return {
    service: data?.service as Described | null,
    codes: errors?.map(({ extensions }) => extensions.code),
  };
}

/** A server, and the root identity of the account that it was set up with. */
async function setUp(options: KmsOptions = {}) {
  const kms = await startKms(options);
  const operator = await kms.addAccount({ accountId: kms.deployment.accountId });
  return { kms, operator };
}

const NOW = '2026-12-01T00:00:00Z';

describe('The service', () => {
  it('shows the operator its version, health, replicas and root keys', async () => {
    const { kms, operator } = await setUp({
      clock: () => new Date(NOW),
      settings: { KEYWRIGHT_REPLICA_NAME: 'north' },
    });
    await using _kms = kms;
    await caller('rpc', kms, operator).createKey();
    const [rootKey] = await rootKeyStatus(kms.store.db);
    const { service } = await describeService(kms, operator);
    expect(service).toMatchObject({
      version: packageJson.version,
      databaseKind: onSqlite ? 'SQLite' : 'PostgreSQL',
      startTime: NOW,
      replicaName: 'north',
      isReady: true,
      problems: [],
      clock: { skewMilliseconds: null, isTrusted: true },
      replicas: [
        {
          name: 'north',
          version: packageJson.version,
          startTime: NOW,
          lastSeenTime: NOW,
          rootKeyIds: [rootKey?.id],
          currentRootKeyId: rootKey?.id,
        },
      ],
      rootKeys: [
        {
          rootKeyId: rootKey?.id,
          isCurrent: true,
          state: 'CURRENT',
          provider: 'key',
          creationDate: NOW,
          valueCount: rootKey?.values,
        },
      ],
      rootKeyRotation: null,
    });
    expect(rootKey?.values).toBeGreaterThan(2);
  });

  it('shows another account its own quotas and limits, and nothing of the deployment', async () => {
    const { kms, operator } = await setUp();
    await using _kms = kms;
    await caller('rpc', kms, operator).createKey();
    const { service, codes } = await describeService(kms, await kms.addAccount());
    expect(codes).toBeUndefined();
    expect(service).toMatchObject({
      version: packageJson.version,
      isReady: true,
      replicaName: null,
      clock: null,
      replicas: null,
      rootKeys: null,
      rootKeyRotation: null,
    });
    expect(service?.limits.find(({ name }) => name === 'keys')).toMatchObject({ count: 0 });
  });

  it('needs the permission, which the policies for readers have', async () => {
    const { kms, operator } = await setUp();
    await using _kms = kms;
    const { accountId } = operator;
    const user = async (...allowedActions: string[]) =>
      describeService(kms, await kms.addAccount({ accountId, allowedActions }));
    expect(await user('kms:ListKeys')).toEqual({
      service: null,
      codes: ['Forbidden.NoPermission'],
    });
    expect((await user('kms:DescribeService')).service?.replicas).toHaveLength(1);
    const as = caller('graphql', kms, operator);
    for (const policyName of ['AliyunKMSReadOnlyAccess', 'ReadOnlyAccess']) {
      const userName = `with-${policyName}`;
      const reader = await addUser(kms, accountId, allowing('kms:Encrypt'), userName);
      await as.act('AttachPolicyToUser', { policyType: 'System', policyName, userName });
      expect((await describeService(kms, reader)).service?.isReady).toBe(true);
    }
  });

  it('shows the phases of a rotation, and how far it has come', async () => {
    const { kms, operator } = await setUp();
    await using _kms = kms;
    await caller('rpc', kms, operator).createKey();
    const [first] = await rootKeyStatus(kms.store.db);
    const seen: unknown[] = [];
    const commit: Store['commit'] = async (writes) => {
      await kms.store.commit(writes);
      if (writes.some(({ table }) => table === TABLES.rootKey))
        seen.push((await describeService(kms, operator)).service?.rootKeyRotation);
    };
    await rotate(kms, { commit });
    const [second] = await rootKeyStatus(kms.store.db);
    const rotation = {
      fromRootKeyId: first?.id,
      toRootKeyId: second?.id,
      waitsFor: [expect.any(String)],
      rewrapped: 0,
      total: first?.values,
    };
    expect(seen).toMatchObject([
      { phase: 'STAGED', ...rotation },
      { phase: 'RENEWING', ...rotation },
      null,
    ]);
    expect(second?.values).toBe(first?.values);
  });

  it('says why it is not ready, as /readyz does', async () => {
    const { kms, operator } = await setUp();
    await using _kms = kms;
    const [current] = await kms.store.db.rootKey.findMany();
    if (!current) throw new Error('there is a root key');
    await kms.store.commit([updateRow(TABLES.rootKey, { id: current.id }, { state: 'old' })]);
    await kms.store.commit([
      insertRow(TABLES.rootKey, { ...current, id: randomUUID(), canary: new Uint8Array(60) }),
    ]);
    await runJobs(kms, 'watch-root-keys');
    expect((await rawRequest(kms.url, { path: '/readyz' })).status).toBe(503);
    expect((await describeService(kms, operator, 'isReady problems')).service).toEqual({
      isReady: false,
      problems: ['This server lacks the current root key.'],
    });
  });

  it('shows what of its quotas the account has used', async () => {
    await using quotas = await startWithQuotas('reads=5,sts=2');
    const account = await quotas.kms.addAccount();
    quotas.stop();
    const used = async (credential: Credential) => {
      const { service } = await describeService(quotas.kms, credential, EVERYTHING);
      return service?.quotas.filter(({ pool }) => ['reads', 'sts', 'ram'].includes(pool));
    };
    const pools = (reads: number) => [
      { pool: 'reads', requestsPerSecond: 5, used: reads },
      { pool: 'ram', requestsPerSecond: null, used: null },
      { pool: 'sts', requestsPerSecond: 2, used: 0 },
    ];
    expect(await used(account)).toEqual(pools(1));
    expect(await used(account)).toEqual(pools(2));
    expect(await used(await quotas.kms.addAccount())).toEqual(pools(1));
  });

  it('counts what the account has, where a limit bounds the count', async () => {
    const { kms } = await setUp({ settings: { KEYWRIGHT_LIMITS: 'aliases=3' } });
    await using _kms = kms;
    const account = await kms.addAccount();
    const as = caller('rpc', kms, account);
    const { keyId } = await as.createKey();
    await as.act('CreateAlias', { keyId, aliasName: 'alias/one' });
    await as.act('CreateUser', { userName: 'alice' });
    await kms.addAccount({ allowedActions: ['kms:Encrypt'] }); // a user too, of another account
    const { service } = await describeService(kms, account);
    expect(service?.limits).toEqual([
      { name: 'keys', maximum: null, count: 1 },
      { name: 'aliases', maximum: 3, count: 1 },
      { name: 'versions', maximum: null, count: null },
      { name: 'users', maximum: 1_000, count: 1 },
      { name: 'roles', maximum: 1_000, count: 0 },
      { name: 'policies', maximum: 1_500, count: 0 },
      { name: 'tokens', maximum: 1_000, count: 0 },
    ]);
  });

  it.skipIf(onSqlite)('shows how far its clock is from that of the database', async () => {
    const AHEAD = 30_000; // less than the greatest difference that is allowed
    const { kms, operator } = await setUp({ serverClock: () => new Date(Date.now() + AHEAD) });
    await using _kms = kms;
    const { service } = await describeService(kms, operator, 'clock { skewMilliseconds }');
    const clock = service?.clock as { skewMilliseconds: number } | undefined;
    expect(Math.abs((clock?.skewMilliseconds ?? 0) - AHEAD)).toBeLessThan(AHEAD / 2);
  });
});
