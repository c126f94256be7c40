import { describe, expect, it } from 'vitest';
import { SURFACES } from '../support/caller.ts';
import { databaseOf, urlOf } from '../support/database.ts';
import { type Distant, startDistant } from '../support/distant.ts';
import { rawRequest } from '../support/http.ts';
import { inventory, made } from '../support/inventory.ts';
import { secondConnection, waitingBackend } from '../support/second-connection.ts';
import { tell, UNAVAILABLE } from '../support/told.ts';

const done = { status: 200, code: 'Done' };
const createKey = ({ kms, account }: Distant, surface: (typeof SURFACES)[number] = 'rpc') =>
  tell(surface, kms, account, 'CreateKey');

describe('A network that goes silent', () => {
  it('is answered with 503, and no connection that still owes an answer gives it to another request', async () => {
    await using distant = await startDistant({ KEYWRIGHT_STATEMENT_TIMEOUT_MS: '300' });
    const { kms, account, proxy } = distant;
    const keyIds = await Promise.all(
      Array.from({ length: 8 }, async () => String((await createKey(distant)).answer.keyId)),
    );
    const describeAll = () =>
      Promise.all(
        keyIds.map((keyId, index) =>
          tell(SURFACES[index % 2 === 0 ? 0 : 1], kms, account, 'DescribeKey', { keyId }),
        ),
      );
    await describeAll(); // as many connections as there may be
    proxy.pause();
    const refused = await Promise.all([
      describeAll(),
      createKey(distant, 'graphql'),
      createKey(distant, 'rpc'),
    ]);
    for (const answer of refused.flat()) expect(answer).toMatchObject(UNAVAILABLE);
    expect((await rawRequest(kms.url, { path: '/healthz' })).status).toBe(200);
    proxy.resume();
    for (let round = 0; round < 5; round += 1)
      expect((await describeAll()).map(({ code, answer }) => [code, answer.keyId])).toEqual(
        keyIds.map((keyId) => ['Done', keyId]),
      );
    const created = await Promise.all(SURFACES.map((surface) => createKey(distant, surface)));
    expect(created).toEqual([expect.objectContaining(done), expect.objectContaining(done)]);
    const { keys, whole, audited } = await inventory(kms, account);
    expect([whole, audited]).toEqual([keys, keys]);
  });

  it.each(SURFACES)(
    'is answered with 503 by %s also to callers of whom nothing is in memory',
    async (surface) => {
      await using distant = await startDistant({ KEYWRIGHT_STATEMENT_TIMEOUT_MS: '300' });
      const { kms, account, proxy } = distant;
      const { keyId = '' } = (await createKey(distant)).answer;
      kms.deployment.accessKeys.clear();
      proxy.pause();
      for (const who of [account, { ...account, id: 'never-seen' }])
        expect(await tell(surface, kms, who, 'DescribeKey', { keyId })).toMatchObject(UNAVAILABLE);
      proxy.resume();
      expect(await tell(surface, kms, account, 'DescribeKey', { keyId })).toMatchObject(done);
    },
  );

  it('in the midst of a transaction lets nothing of it be written by the next request', async () => {
    await using distant = await startDistant({
      KEYWRIGHT_POOL_SIZE: '4',
      KEYWRIGHT_STATEMENT_TIMEOUT_MS: '1000',
    }); // one writer
    const { kms, account, proxy } = distant;
    const url = urlOf(databaseOf(kms.dataDir));
    await using other = await secondConnection(url);
    await other.query('BEGIN; LOCK TABLE "AuditEvent" IN EXCLUSIVE MODE');
    const refused = createKey(distant, 'graphql');
    await waitingBackend(url);
    proxy.pause();
    await other.query('ROLLBACK'); // its rows are written now, and the answer to that never arrives
    expect(await refused).toMatchObject(UNAVAILABLE);
    proxy.resume();
    expect(await createKey(distant)).toMatchObject(done); // on a connection left as it was its COMMIT would be that of both
    expect(await inventory(kms, account)).toEqual(made(1));
  });
});

describe('A read', () => {
  it('that takes too long is not sent a second time', async () => {
    await using distant = await startDistant({ KEYWRIGHT_STATEMENT_TIMEOUT_MS: '100' });
    const { kms, proxy } = distant;
    await expect(
      kms.store.db.$queryRawUnsafe('SELECT pg_sleep(60)::text AS slow'),
    ).rejects.toMatchObject({ code: UNAVAILABLE.code });
    expect(proxy.countSent('AS slow')).toBe(1);
  });

  it('whose connection breaks is sent again', async () => {
    await using distant = await startDistant();
    const { kms, proxy } = distant;
    const broken = proxy.breakAfter('AS broken', 'answered');
    expect(await kms.store.db.$queryRawUnsafe('SELECT 1 AS broken')).toEqual([{ broken: 1 }]);
    await broken;
    expect(proxy.countSent('AS broken')).toBe(2);
  });
});
