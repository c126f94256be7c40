import { expect, it } from 'vitest';
import { addAuditRows, auditRows } from '../support/audit-rows.ts';
import { startKms } from '../support/kms.ts';

it('A follower that is far behind lets others work between the parts that it reads', async () => {
  await using kms = await startKms();
  const { accountId } = await kms.addAccount();
  const rows = auditRows(accountId, Date.now(), 9_000);
  await addAuditRows(kms, rows);
  const interest = { accountId, operations: ['DisableKey'] };
  using follower = await kms.store.feed.follow(interest, rows[0]?.id);
  let turns = 0;
  const timer = setImmediate(function count() {
    turns += 1;
    next = setImmediate(count);
  });
  let next = timer;
  expect(await follower.next(0, new AbortController().signal)).toEqual([]);
  clearImmediate(next);
  expect(turns).toBeGreaterThan(0);
});
