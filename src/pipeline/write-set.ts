import { dayOf } from '#domain/time.ts';
import {
  countIn,
  insertRow,
  requireRow,
  updateRow,
  type Write,
  type WriteSet,
} from '#store/commit/write-set.ts';
import type { Table } from '#store/table.ts';
import { type FoundKey, type KeyRow, TABLES } from '#store/tables.ts';
import { descriptionText, replaceWords } from '#store/writes/key-words.ts';

/** What a handler may change of a key. */
export type KeyChange = Partial<Omit<KeyRow, 'id' | 'accountId' | 'revision'>>;

/**
 * How a handler says what is to be written. Nothing is written while it runs: `perform` commits the
 * write set.
 */
export interface Writer {
  /** Adds a row whose unique columns are random. @returns the row */
  readonly insert: <Row extends object>(table: Table<Row>, row: Row) => Row;
  /** Adds any other write, made by the functions of store/commit/write-set.ts. */
  readonly write: (...writes: readonly Write[]) => void;
  /**
   * Changes columns of a key. The commit fails if the key no longer has the revision that was read.
   * @returns the key as it will be
   */
  readonly change: <Key extends KeyRow>(key: Key, to: KeyChange) => Key;
}

/** The write set of one attempt, with the verbs that only the pipeline uses. */
export interface WriteSetBuilder extends Writer {
  /**
   * A precondition of the commit: the key still has the state in which it was admitted. Not its
   * revision, which every change of the key raises: a caller that changes a description all the
   * time would keep others from using or disabling the key.
   */
  readonly requireState: (key: FoundKey) => void;
  /** A precondition of the commit: the alias by which a key was named still names it. */
  readonly requireAlias: (name: string, key: FoundKey) => void;
  /** Counts a use of a key on its day. */
  readonly countUse: (key: FoundKey) => void;
  readonly build: () => WriteSet;
}

/** An empty write set. @param now the time of the attempt */
export function createWriteSet(now: Date): WriteSetBuilder {
  const writes: Write[] = [];
  const write = (...more: readonly Write[]) => void writes.push(...more);
  return {
    insert(table, row) {
      write(insertRow(table, row));
      return row;
    },
    write,
    change(key, to) {
      const { id, revision, description } = key;
      if (to.description !== undefined)
        write(
          ...replaceWords(descriptionText(key, description), descriptionText(key, to.description)),
        );
      write(updateRow(TABLES.key, { id }, { ...to, revision: revision + 1 }, { revision }));
      return { ...key, ...to, revision: revision + 1 };
    },
    requireState: ({ id, storedState: state }) => write(requireRow(TABLES.key, { id }, { state })),
    requireAlias: (name, { id: keyId, accountId }) =>
      write(requireRow(TABLES.alias, { accountId, name }, { keyId })),
    countUse({ id: keyId, accountId }) {
      const row = { accountId, keyId, day: dayOf(now), uses: 1, lastUsedAt: now };
      write(countIn(TABLES.keyUse, row, ['keyId', 'day'], ['uses'], ['lastUsedAt']));
    },
    build: () => writes,
  };
}
