import type { Store, StoreOptions } from './store.ts';

// Only the driver of this database is loaded: the other one would cost each start and each command.
const sqlite = () => import('./sqlite/store.ts');
const postgresql = () => import('./postgresql/store.ts');

/**
 * Opens the database and migrates it to the level of this code. SQLite: locks the folder of the database and the data
 * folder, so only one server can use them. PostgreSQL: any number of servers can use one database.
 * @throws FolderError, DatabaseError
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { database } = options;
  return database.kind === 'postgresql'
    ? (await postgresql()).openPostgresql(database.url, options)
    : (await sqlite()).openSqlite(database.file, options);
}

/** Opens a database that a server may be using, for a command. Takes no lock and does not migrate. @throws DatabaseError */
export async function attachStore(options: StoreOptions): Promise<Store> {
  const { database } = options;
  return database.kind === 'postgresql'
    ? (await postgresql()).openPostgresql(database.url, { ...options, beside: true })
    : (await sqlite()).attachSqlite(database.file, options);
}
