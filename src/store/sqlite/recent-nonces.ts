import Database from 'better-sqlite3';
import type { StoredNonce } from '../store.ts';
import { READER_PRAGMAS } from './adapter.ts';

type Row = readonly [accessKeyId: string, hash: string, expiresAt: string];

/** The nonces that expire last, at most `max`, in the order of their expiry. One row is read at a time: they can be many. */
export function* recentNonces(file: string, max: number): Iterable<StoredNonce> {
  using closing = new DisposableStack();
  const database = closing.adopt(new Database(file, { fileMustExist: true }), (one) => one.close());
  database.exec(READER_PRAGMAS);
  const count = database.prepare<[], number>('SELECT count(*) FROM "Nonce"').pluck().get() ?? 0;
  const rows = database
    .prepare<[number], Row>(
      'SELECT "accessKeyId", "hash", "expiresAt" FROM "Nonce" ORDER BY "expiresAt" LIMIT -1 OFFSET ?',
    )
    .raw()
    .iterate(Math.max(0, count - max)) as Iterable<Row>;
  for (const [accessKeyId, hash, expiresAt] of rows)
    yield { accessKeyId, hash, expiresAt: Date.parse(expiresAt) };
}
