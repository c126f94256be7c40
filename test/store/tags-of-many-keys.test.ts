import { describe, expect, it } from 'vitest';
import { writeBatch } from '#store/commit/batch.ts';
import type { Transaction } from '#store/commit/dialect.ts';
import { insertUnique } from '#store/commit/write-set.ts';
import { sqliteDialect } from '#store/sqlite/dialect.ts';
import { TABLES } from '#store/tables.ts';
import { caller, SURFACES } from '../support/caller.ts';
import { sharedKms } from '../support/kms.ts';

/** How many statements a request of so many keys writes, whose tags are changed alike. */
async function statementsFor(keys: number): Promise<number> {
  let statements = 0;
  const count = async () => {
    statements += 1;
  };
  const tx = new Proxy(
    {},
    { get: (_, name) => (name === '$executeRawUnsafe' ? count : () => count().then(() => [])) },
  ) as Transaction;
  const ids = Array.from({ length: keys }, (_, index) => `key ${index}`);
  const writes = ids.map((keyId) =>
    insertUnique(
      TABLES.tag,
      { accountId: '1', keyId, tagKey: 'a', tagValue: 'b' },
      ['keyId', 'tagKey'],
      'replace',
    ),
  );
  await writeBatch(tx, sqliteDialect, [writes], false);
  return statements;
}

describe('Tags of many keys', () => {
  it('take as many statements as those of one: who shares the transaction waits for all of them', async () => {
    expect(await statementsFor(50)).toBe(await statementsFor(1));
  });

  it.each(SURFACES)(
    'are each key’s own, when they are set, replaced and taken off by %s',
    async (surface) => {
      const kms = await sharedKms();
      const as = caller(surface, kms, await kms.addAccount());
      const [a, b, c] = [
        (await as.createKey()).keyId,
        (await as.createKey()).keyId,
        (await as.createKey()).keyId,
      ];
      await as.tagKeys([a], [['only', 'a']]);
      await as.tagKeys([a, b, c], [['all', '1']]);
      await as.tagKeys(
        [b, c],
        [
          ['all', '2'],
          ['more', ''],
        ],
      );
      const tags = async () => ({
        a: await as.tagsOf(a),
        b: await as.tagsOf(b),
        c: await as.tagsOf(c),
      });
      const two = [
        ['all', '2'],
        ['more', ''],
      ];
      expect(await tags()).toEqual({
        a: [
          ['all', '1'],
          ['only', 'a'],
        ],
        b: two,
        c: two,
      });
      await as.untagKeys([a, b], 'all');
      expect(await tags()).toEqual({ a: [], b: [], c: two });
    },
  );
});
