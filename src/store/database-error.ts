/** The database cannot be opened, read or migrated. The message says why and what to do. It never holds the URL. */
export class DatabaseError extends Error {}
