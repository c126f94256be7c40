import pg from 'pg';

/** A connection to PostgreSQL beside Keywright's: somebody else, who locks, kills and counts. */
export async function secondConnection(url: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

/** Waits for what the database, or the service, says: each look is a real question, and the test's own ceiling ends it. */
export async function until<T>(look: () => Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const seen = await look();
    if (seen) return seen as NonNullable<T>;
  }
}

/** The process id of a backend of Keywright's that waits for a lock, as soon as one does. */
export async function waitingBackend(url: string): Promise<number> {
  await using client = await secondConnection(url);
  return await until(async () => {
    const { rows } = await client.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'keywright' AND wait_event_type = 'Lock'`,
    );
    return rows[0]?.pid;
  });
}
