import { openPostgresql } from './postgresql/store.ts';
import { attachSqlite, openSqlite } from './sqlite/store.ts';
import type { Store, StoreOptions } from './store.ts';

/**
 * Opens the database, migrated to the level of this code. On SQLite it and the data folder are locked: one server
 * works on them. On PostgreSQL any number do.
 * @throws FolderError, DatabaseError
 */
export const openStore = (options: StoreOptions): Promise<Store> =>
  options.database.kind === 'postgresql'
    ? openPostgresql(options.database.url, options)
    : openSqlite(options.database.file, options);

/** The database beside a server that runs on it, for a command. Does not migrate. @throws DatabaseError */
export const attachStore = (options: StoreOptions): Promise<Store> =>
  options.database.kind === 'postgresql'
    ? openPostgresql(options.database.url, { ...options, beside: true })
    : attachSqlite(options.database.file, options);
