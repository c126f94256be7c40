import { wordsOf } from '#domain/search-words.ts';
import { deleteRow, insertUnique, type Write } from '../commit/write-set.ts';
import { type Rows, TABLES } from '../tables.ts';

/** A text by whose words a key is found. */
export interface SearchedText {
  readonly accountId: string;
  readonly keyId: string;
  /** `description`, or the name of an alias, which begins with `alias/`. */
  readonly source: string;
  readonly text: string;
}

/** The description of a key, as a searched text. */
export const descriptionText = (
  { accountId, id: keyId }: Pick<Rows['key'], 'accountId' | 'id'>,
  text: string,
): SearchedText => ({ accountId, keyId, source: 'description', text });

/** The name of an alias, as a searched text of the key that it names. */
export const aliasText = ({
  accountId,
  keyId,
  name,
}: Pick<Rows['alias'], 'accountId' | 'keyId' | 'name'>): SearchedText => ({
  accountId,
  keyId,
  source: name,
  text: name,
});

/** Adds the words of a text. */
export const addWords = (searched: SearchedText): Write[] =>
  wordsOf(searched.text).map((word) => writeWord(searched, word));

/** Removes the words of a text. Those of a key without words (a release before had none) are absent. */
export const removeWords = (searched: SearchedText): Write[] =>
  wordsOf(searched.text).map((word) => removeWord(searched, word));

/** Replaces the words of a text by those of another one from the same source. */
export function replaceWords(before: SearchedText, after: SearchedText): Write[] {
  const old = new Set(wordsOf(before.text));
  const words = new Set(wordsOf(after.text));
  return [
    ...[...old.difference(words)].map((word) => removeWord(before, word)),
    ...[...words.difference(old)].map((word) => writeWord(after, word)),
  ];
}

const KEY = ['accountId', 'word', 'keyId', 'source'] as const;

const writeWord = ({ accountId, keyId, source }: SearchedText, word: string): Write =>
  insertUnique(TABLES.keyWord, { accountId, word, keyId, source }, KEY, 'replace');

const removeWord = ({ accountId, keyId, source }: SearchedText, word: string): Write =>
  deleteRow(TABLES.keyWord, { accountId, word, keyId, source });
