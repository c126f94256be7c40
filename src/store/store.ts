import { existsSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { PrismaClient } from '#generated/sqlite/client.ts';
import { SharedCommit } from './commit.ts';
import { lockFolder } from './folder-lock.ts';
import { migrate } from './migrate.ts';
import { SqliteAdapter } from './sqlite-adapter.ts';
import type { Commit } from './writes.ts';

/** Reads, and nothing else: its connection refuses every write. */
export type Reader = PrismaClient;

export interface Store extends AsyncDisposable {
  readonly db: Reader;
  readonly commit: Commit;
  /** Empties the write-ahead log, where deleted rows would linger. */
  readonly checkpoint: () => Promise<void>;
}

/** The file that a `file:` URL names. */
export const databaseFile = (url: string): string => url.slice('file:'.length);

/**
 * Opens the database that `url` names: locks its folder and the data folder, migrates, connects.
 * @param report takes what made a commit fail
 * @throws FolderError, DatabaseError
 */
export async function openStore(url: string, dataDir: string, report: (error: unknown) => void): Promise<Store> {
  const file = realPath(databaseFile(url));
  using locks = new DisposableStack();
  for (const folder of new Set([realPath(dirname(file)), realPath(dataDir)])) locks.use(lockFolder(folder));
  migrate(file);
  return new SqliteStore(file, locks.move(), report);
}

/** Where a path really leads: by two names for one place a server would lock itself out, or two would get in. */
const realPath = (path: string): string => (existsSync(path) ? realpathSync(path) : path);

/** The database beside a server that holds its lock: for a command that adds a row or two. Does not migrate. */
export const openStoreBeside = (url: string, report: (error: unknown) => void): Store =>
  new SqliteStore(databaseFile(url), { [Symbol.dispose]() {} }, report);

class SqliteStore implements Store {
  readonly db: Reader;
  readonly commit: Commit;
  readonly checkpoint: () => Promise<void>;
  readonly #writer: PrismaClient;
  readonly #shared: SharedCommit;
  readonly #lock: Disposable;

  constructor(file: string, lock: Disposable, report: (error: unknown) => void) {
    this.#writer = new PrismaClient({ adapter: new SqliteAdapter(file, 'writer'), errorFormat: 'minimal' });
    this.db = new PrismaClient({ adapter: new SqliteAdapter(file, 'reader'), errorFormat: 'minimal' });
    this.#shared = new SharedCommit(this.#writer, report);
    this.commit = this.#shared.commit;
    this.checkpoint = this.#shared.checkpoint;
    this.#lock = lock;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#shared.drain();
    await this.db.$disconnect();
    await this.#writer.$disconnect();
    this.#lock[Symbol.dispose]();
  }
}
