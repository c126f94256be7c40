import type { Rows, Table } from '#store/tables.ts';
import type { Insert, KeyChange, MaterialChange, Use, Writes } from '#store/writes.ts';
import type { KeyRow } from './operation.ts';

/** What a handler decides to write. Nothing is written while it runs; `perform` commits the draft. */
export interface Draft {
  /** Notes a new row. @returns the row */
  insert<T extends Table>(table: T, row: Rows[T]): Rows[T];
  /** Notes a change that holds only while the key is at the revision that was read. @returns the row as it will stand */
  change(key: KeyRow, to: KeyChange['to']): KeyRow;
  /** Notes new material for a version of a key that is changed as well, or none (empty). */
  changeMaterial(change: MaterialChange): void;
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
  const uses: Use[] = [];
  return {
    draft: {
      insert(table, row) {
        inserts.push({ table, row } as Insert);
        return row;
      },
      change(key, to) {
        changes.push({ id: key.id, revision: key.revision, to });
        return { ...key, ...to, revision: key.revision + 1 };
      },
      changeMaterial: (change) => void materialChanges.push(change),
      use(key) {
        uses.push({ accountId: key.accountId, keyId: key.id, revision: key.revision, at: now });
        return key;
      },
    },
    noted: () => ({ inserts, changes, materialChanges, uses }),
  };
}
