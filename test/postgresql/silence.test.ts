import { describe, expect, it } from 'vitest';
import { type BehindProxy, startBehindProxy } from '../support/behind-proxy.ts';
import { callSurface, UNAVAILABLE } from '../support/call-surface.ts';
import { SURFACES } from '../support/caller.ts';
import { databaseOf, urlOf } from '../support/database.ts';
import { rawRequest } from '../support/http.ts';
import { inventory, made } from '../support/inventory.ts';
import { secondConnection, waitingBackend } from '../support/second-connection.ts';

const done = { status: 200, code: 'Done' };
const createKey = ({ kms, account }: BehindProxy, surface: (typeof SURFACES)[number] = 'rpc') =>
  callSurface(surface, kms, account, 'CreateKey');

describe('A network that goes silent', () => {
  it('is answered with 503, and no connection that still owes an answer gives it to another request', async () => {
    await using service = await startBehindProxy({ KEYWRIGHT_STATEMENT_TIMEOUT_MS: '300' });
    const { kms, account, proxy } = service;
    const keyIds = await Promise.all(
      Array.from({ length: 8 }, async () => String((await createKey(service)).answer.keyId)),
    );
    const describeAll = () =>
      Promise.all(
        keyIds.map((keyId, index) =>
          callSurface(SURFACES[index % 2 === 0 ? 0 : 1], kms, account, 'DescribeKey', { keyId }),
        ),
      );
    await describeAll(); // as many connections as there may be
    proxy.pause();
    const refused = await Promise.all([
      describeAll(),
      createKey(service, 'graphql'),
      createKey(service, 'rpc'),
    ]);
    for (const answer of refused.flat()) expect(answer).toMatchObject(UNAVAILABLE);
    expect((await rawRequest(kms.url, { path: '/healthz' })).status).toBe(200);
    proxy.resume();
    for (let round = 0; round < 5; round += 1)
      expect((await describeAll()).map(({ code, answer }) => [code, answer.keyId])).toEqual(
        keyIds.map((keyId) => ['Done', keyId]),
      );
    const created = await Promise.all(SURFACES.map((surface) => createKey(service, surface)));
    expect(created).toEqual([expect.objectContaining(done), expect.objectContaining(done)]);
    const { keys, whole, audited } = await inventory(kms, account);
    expect([whole, audited]).toEqual([keys, keys]);
  });

  it.each(SURFACES)(
    'is answered with 503 by %s also to callers of whom nothing is in memory',
    async (surface) => {
      await using service = await startBehindProxy({ KEYWRIGHT_STATEMENT_TIMEOUT_MS: '300' });
      const { kms, account, proxy } = service;
      const { keyId = '' } = (await createKey(service)).answer;
      kms.deployment.accessKeys.clear();
      proxy.pause();
      for (const who of [account, { ...account, id: 'never-seen' }])
        expect(await callSurface(surface, kms, who, 'DescribeKey', { keyId })).toMatchObject(
          UNAVAILABLE,
        );
      proxy.resume();
      expect(await callSurface(surface, kms, account, 'DescribeKey', { keyId })).toMatchObject(
        done,
      );
    },
  );

  it('in the midst of a transaction lets nothing of it be written by the next request', async () => {
    await using service = await startBehindProxy({
      KEYWRIGHT_POOL_SIZE: '4',
      KEYWRIGHT_STATEMENT_TIMEOUT_MS: '1000',
    }); // one writer
    const { kms, account, proxy } = service;
    const url = urlOf(databaseOf(kms.dataDir));
    await using other = await secondConnection(url);
    await other.query('BEGIN; LOCK TABLE "AuditEvent" IN EXCLUSIVE MODE');
    const refused = createKey(service, 'graphql');
    await waitingBackend(url);
    proxy.pause();
    await other.query('ROLLBACK'); // its rows are written now, and the answer to that never arrives
    expect(await refused).toMatchObject(UNAVAILABLE);
    proxy.resume();
    expect(await createKey(service)).toMatchObject(done); // on a connection left as it was its COMMIT would be that of both
    expect(await inventory(kms, account)).toEqual(made(1));
  });
});

describe('A read', () => {
  it('that takes too long is not sent a second time', async () => {
    await using service = await startBehindProxy({ KEYWRIGHT_STATEMENT_TIMEOUT_MS: '100' });
    const { kms, proxy } = service;
    await expect(
      kms.store.db.$queryRawUnsafe('SELECT pg_sleep(60)::text AS slow'),
    ).rejects.toMatchObject({ code: UNAVAILABLE.code });
    expect(proxy.countSent('AS slow')).toBe(1);
  });

  it('whose connection breaks is sent again', async () => {
    await using service = await startBehindProxy();
    const { kms, proxy } = service;
    const broken = proxy.breakAfter('AS broken', 'answered');
    expect(await kms.store.db.$queryRawUnsafe('SELECT 1 AS broken')).toEqual([{ broken: 1 }]);
    await broken;
    expect(proxy.countSent('AS broken')).toBe(2);
  });
});
