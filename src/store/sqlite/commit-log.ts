import Database from 'better-sqlite3';
import type { AuditEvent } from '#generated/sqlite/client.ts';
import type { CommitLog, LogPlace } from '../feed/commit-log.ts';
import { TABLES } from '../tables.ts';
import { READER_PRAGMAS } from './adapter.ts';

const COLUMNS = Object.keys(TABLES.auditEvent.columns)
  .map((column) => `"${column}"`)
  .join(', ');

const READ = `SELECT rowid AS "commit", ${COLUMNS} FROM "AuditEvent" WHERE rowid > ? AND rowid <= ? AND (
  "accountId" IN (SELECT value FROM json_each(?)) OR (
    "accountId" IN (SELECT value FROM json_each(?)) AND "outcome" = 'Done' AND "operation" IN (SELECT value FROM json_each(?))
  )) ORDER BY rowid`;

type StoredRow = Omit<AuditEvent, 'createdAt'> & {
  readonly commit: number;
  readonly createdAt: string;
};

const placeAt = (rowid: number): LogPlace => ({ commit: BigInt(rowid), id: '' });

/**
 * The log on SQLite, on a connection of its own that only reads. There is one writer, so rows get their rowid in the order of
 * the commits. A rowid is not kept outside: VACUUM can change it, though not the order.
 */
export function openCommitLog(file: string): CommitLog & Disposable {
  let opened: ReturnType<typeof openStatements> | undefined;
  // With the first subscription: most servers have none.
  const statements = () => {
    opened ??= openStatements(file);
    return opened;
  };
  return {
    end: async () => ({ place: placeAt(statements().last.get() ?? 0) }),
    async before(accountId, id) {
      const rowid = statements().find.get(id, accountId);
      return rowid === undefined ? undefined : { place: placeAt(rowid - 1) };
    },
    async readAfter({ commit }, { all, changes, operations }, window) {
      const after = Number(commit);
      const last = statements().last.get() ?? 0;
      const through = Math.max(after, Math.min(after + window, last));
      const lists = [all, changes, operations].map((list) => JSON.stringify(list));
      const rows = through > after ? statements().read.all(after, through, ...lists) : [];
      return {
        rows: rows.map(({ commit: rowid, createdAt, ...row }) => ({
          place: placeAt(rowid),
          row: { ...row, createdAt: new Date(createdAt) },
        })),
        through: placeAt(through),
        examined: through - after,
        hasMore: through < last,
      };
    },
    [Symbol.dispose]: () => void opened?.database.close(),
  };
}

function openStatements(file: string) {
  const database = new Database(file, { fileMustExist: true });
  database.exec(READER_PRAGMAS);
  return {
    database,
    last: database.prepare<[], number | null>(`SELECT max(rowid) FROM "AuditEvent"`).pluck(),
    find: database
      .prepare<[string, string], number>(
        `SELECT rowid FROM "AuditEvent" WHERE "id" = ? AND "accountId" = ?`,
      )
      .pluck(),
    read: database.prepare<unknown[], StoredRow>(READ),
  };
}
