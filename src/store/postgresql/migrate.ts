import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { sha256 } from '#domain/sha256.ts';
import { DatabaseError } from '../database-error.ts';
import { type Applied, missingMigrations } from '../migrate/levels.ts';
import { migrationSql, migrationsOf, shippedMigrations } from '../migrate/migrations.ts';

/** SQLSTATE of a lock timeout. */
export const LOCK_NOT_AVAILABLE = '55P03';

/** Prisma's table of applied migrations, in the form that its tools can read. */
const HISTORY = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ, "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT, "rolled_back_at" TIMESTAMPTZ, "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

/**
 * Migrates the database to the schema of this code. Each migration and its row in the history are one transaction. The
 * caller must hold the start lock, so that of several replicas that start together only one migrates.
 * @throws DatabaseError
 */
export async function migrate(
  client: pg.Client,
  folder = migrationsOf('postgresql'),
): Promise<void> {
  for (const name of missingMigrations(shippedMigrations(folder), await readApplied(client)))
    await applyWhenUnlocked(client, name, migrationSql(folder, name));
}

async function readApplied(client: pg.Client): Promise<Applied> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()`,
  );
  const tables = rows.map(({ name }) => name);
  if (!tables.includes('_prisma_migrations')) {
    if (tables.length > 0)
      throw new DatabaseError(
        'The database holds tables of another program. Set DATABASE_URL to a database for Keywright only.',
      );
    return { migrations: [], lowestLevel: 0 };
  }
  const history = await client.query<{ name: string }>(
    `SELECT "migration_name" AS name FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL`,
  );
  const held = await client.query<{ level: number }>(
    `SELECT "lowestLevel" AS level FROM "Compatibility"`,
  );
  return {
    migrations: history.rows.map(({ name }) => name),
    lowestLevel: held.rows[0]?.level ?? 0,
  };
}

/** A migration that waits for a table lock blocks all later queries on the table. So it waits briefly and tries again. */
const LOCK_MILLISECONDS = 300;
const PAUSE_MILLISECONDS = 2_000;
const ATTEMPTS = 150;

/** Applies a migration when the tables are free, with pauses between the attempts. */
async function applyWhenUnlocked(client: pg.Client, name: string, sql: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await apply(client, name, sql);
    } catch (error) {
      if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error;
      if (attempt === ATTEMPTS)
        throw new DatabaseError(
          `The migration ${name} could not lock its tables within about 6 minutes. Nothing was changed. Check for a running dump or a long transaction, and start again.`,
          {
            cause: error,
          },
        );
      await pause(PAUSE_MILLISECONDS);
    }
  }
}

async function apply(client: pg.Client, name: string, sql: string): Promise<void> {
  try {
    // Independent of the role's default level: a statement that waited for a lock must see what others committed.
    await client.query(
      `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = ${LOCK_MILLISECONDS}`,
    );
    await client.query(HISTORY);
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "applied_steps_count") VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), sha256(sql).toString('hex'), name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}
