import { addWords, aliasText, descriptionText } from '#store/commit/key-words.ts';
import { ConflictError, insertUnique, requireRow, type Write } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { type KeyRow, TABLES } from '#store/tables.ts';

const ID = 1;
/** Few enough that requests which share the commit do not notice. */
const KEYS_AT_ONCE = 50;

/**
 * Adds the words of keys that were created before a release had words, in the order of their ids,
 * and remembers how far it has come. Keys that have words are passed over. May be killed, and run
 * at several replicas at once.
 */
export async function indexWords({ db, commit }: Pick<Store, 'db' | 'commit'>): Promise<void> {
  for (;;) {
    const progress = await db.keyWordProgress.findUnique({ where: { id: ID } });
    const keys = (await db.key.findMany({
      where: { id: { gt: progress?.indexedThrough ?? '' } },
      include: { aliases: true, words: { take: 1 } },
      orderBy: { id: 'asc' },
      take: KEYS_AT_ONCE,
    })) as KeyWithTexts[];
    const last = keys.at(-1);
    if (!last) return;
    try {
      await commit([
        ...keys.flatMap(wordsOfKey),
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
  readonly words: readonly object[];
};

function wordsOfKey(key: KeyWithTexts): Write[] {
  if (key.words.length > 0) return [];
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
