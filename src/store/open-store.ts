import { openPostgresql } from './postgresql/store.ts';
import { attachSqlite, openSqlite } from './sqlite/store.ts';
import type { Store, StoreOptions } from './store.ts';

/**
 * Opens the database and migrates it to the level of this code. SQLite: locks the folder of the database and the data
 * folder, so only one server can use them. PostgreSQL: any number of servers can use one database.
 * @throws FolderError, DatabaseError
 */
export const openStore = (options: StoreOptions): Promise<Store> =>
  options.database.kind === 'postgresql'
    ? openPostgresql(options.database.url, options)
    : openSqlite(options.database.file, options);

/** Opens a database that a server may be using, for a command. Takes no lock and does not migrate. @throws DatabaseError */
export const attachStore = (options: StoreOptions): Promise<Store> =>
  options.database.kind === 'postgresql'
    ? openPostgresql(options.database.url, { ...options, beside: true })
    : attachSqlite(options.database.file, options);
