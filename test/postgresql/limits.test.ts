import { describe, expect, it } from 'vitest';
import { TABLES } from '#store/tables.ts';
import { caller, outcomeOf, SURFACES } from '../support/caller.ts';
import { gatherCommits } from '../support/interleave.ts';
import { makeDataDir, startKms } from '../support/kms.ts';

describe.each(SURFACES)('Two replicas, by %s,', (surface) => {
  it('together keep the limit on keys, when both have read before either writes', async () => {
    const dataDir = makeDataDir();
    const settings = { KEYWRIGHT_LIMITS: 'keys=3' };
    await using a = await startKms({ dataDir, settings });
    await using b = await startKms({ dataDir, settings });
    const account = await a.addAccount();
    gatherCommits([a.services, b.services], 20, (writes) =>
      writes.some(({ verb, table }) => verb === 'insert' && table === TABLES.key),
    );
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        outcomeOf(caller(surface, index % 2 ? a : b, account).createKey()),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(3);
    expect(outcomes.filter((outcome) => outcome === 'Rejected.LimitExceeded')).toHaveLength(17);
    const where = { accountId: account.accountId };
    expect(await a.store.db.key.count({ where })).toBe(3);
  });
});
