import { ConflictError, insertUnique, requireRow, type Write } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { type KeyRow, TABLES } from '#store/tables.ts';
import { addWords, aliasText, descriptionText } from '#store/writes/key-words.ts';

const ID = 1;
const MAX_KEYS = 50;
/** Requests of callers share the commit, so it has few rows. One key may have more. */
const MAX_WRITES = 500;

/**
 * Adds the words of keys that were created before a release had words, in the order of their ids,
 * and remembers how far it has come. A key that has words may lack others: a change of it writes
 * only the words that differ. May be killed, and run at several replicas at once.
 */
export async function indexWords({ db, commit }: Pick<Store, 'db' | 'commit'>): Promise<void> {
  for (;;) {
    const progress = await db.keyWordProgress.findUnique({ where: { id: ID } });
    const keys = (await db.key.findMany({
      where: { id: { gt: progress?.indexedThrough ?? '' } },
      include: { aliases: true },
      orderBy: { id: 'asc' },
      take: MAX_KEYS,
    })) as KeyWithTexts[];
    const { last, writes } = round(keys);
    if (!last) return;
    try {
      await commit([
        ...writes,
        insertUnique(
          TABLES.keyWordProgress,
          { id: ID, indexedThrough: last.id },
          ['id'],
          'replace',
        ),
      ]);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error; // a key was changed meanwhile: read it again
    }
  }
}

type KeyWithTexts = KeyRow & {
  readonly aliases: readonly { accountId: string; keyId: string; name: string }[];
};

/** As many of the keys as one commit takes, at least one. */
function round(keys: readonly KeyWithTexts[]) {
  const writes: Write[] = [];
  let last: KeyWithTexts | undefined;
  for (const key of keys) {
    const more = wordsOfKey(key);
    if (last && writes.length + more.length > MAX_WRITES) break;
    writes.push(...more);
    last = key;
  }
  return { last, writes };
}

function wordsOfKey(key: KeyWithTexts): Write[] {
  const words = [
    ...addWords(descriptionText(key, key.description)),
    ...key.aliases.flatMap((alias) => addWords(aliasText(alias))),
  ];
  if (words.length === 0) return [];
  const { id, revision } = key;
  return [
    requireRow(TABLES.key, { id }, { revision }),
    ...key.aliases.map(({ accountId, name, keyId }) =>
      requireRow(TABLES.alias, { accountId, name }, { keyId }),
    ),
    ...words,
  ];
}
