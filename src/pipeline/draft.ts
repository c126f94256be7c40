import type {
  AliasChange,
  Insert,
  KeyChange,
  MaterialChange,
  Reliance,
  TagChange,
  Use,
  Writes,
} from '#store/commit/writes.ts';
import type { KeyRow, Rows, Table } from '#store/tables.ts';

/** What a handler decides to write. Nothing is written while it runs; `perform` commits the draft. */
export interface Draft {
  /** Notes a new row. @returns the row */
  insert<T extends Table>(table: T, row: Rows[T]): Rows[T];
  /** Notes a change that holds only while the key is at the revision that was read. @returns the row as it will stand */
  change(key: KeyRow, to: KeyChange['to']): KeyRow;
  /** Notes new material for a version of a key that is changed as well, or none (empty). */
  changeMaterial(change: MaterialChange): void;
  /** Notes that an alias moves to another key, or ends. */
  changeAlias(change: AliasChange): void;
  /** Notes tags of a key, which must be in the state that was read. */
  changeTags(key: KeyRow, change: Pick<TagChange, 'set' | 'remove'>): void;
  /** Notes that what is written goes by the state that was read. */
  rely(key: KeyRow): void;
}

/** What only `perform` notes: a use of a key, to be counted. */
interface PerformDraft extends Draft {
  use(key: KeyRow): KeyRow;
}

/** An empty draft, and how to read what was noted. */
export function openDraft(now: Date): { draft: PerformDraft; noted: () => Writes } {
  const inserts: Insert[] = [];
  const changes: KeyChange[] = [];
  const materialChanges: MaterialChange[] = [];
  const reliances: Reliance[] = [];
  const aliasChanges: AliasChange[] = [];
  const tagChanges: TagChange[] = [];
  const uses: Use[] = [];
  const rely = (key: KeyRow) => void reliances.push({ keyId: key.id, state: key.state });
  const change = (key: KeyRow, to: KeyChange['to']): KeyRow => {
    changes.push({ id: key.id, revision: key.revision, to });
    return { ...key, ...to, revision: key.revision + 1 };
  };
  return {
    draft: {
      insert(table, row) {
        inserts.push({ table, row } as Insert);
        return row;
      },
      change,
      rely,
      changeMaterial: (change) => void materialChanges.push(change),
      changeAlias: (change) => void aliasChanges.push(change),
      changeTags(key, { set, remove }) {
        tagChanges.push({ accountId: key.accountId, keyId: key.id, set, remove });
        rely(key);
      },
      use(key) {
        uses.push({ accountId: key.accountId, keyId: key.id, state: key.state, at: now });
        return key;
      },
    },
    noted: () => ({ inserts, changes, materialChanges, reliances, aliasChanges, tagChanges, uses }),
  };
}
