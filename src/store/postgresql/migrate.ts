import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { sha256 } from '#domain/sha256.ts';
import { DatabaseError } from '../database-error.ts';
import { type Applied, missingMigrations } from '../migrate/levels.ts';
import { migrationSql, migrationsOf, shippedMigrations } from '../migrate/migrations.ts';

/** PostgreSQL's code for a lock that was not got in time. */
export const LOCK_NOT_AVAILABLE = '55P03';

/** Prisma's own table, as its tools write it. */
const HISTORY = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ, "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT, "rolled_back_at" TIMESTAMPTZ, "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

/**
 * Brings the database to the schema that this code knows, each migration in one transaction with its line in the
 * history. The caller holds the lock: of replicas that start together one migrates, and the others find it done.
 * @throws DatabaseError
 */
export async function migrate(
  client: pg.Client,
  folder = migrationsOf('postgresql'),
): Promise<void> {
  for (const name of missingMigrations(shippedMigrations(folder), await readApplied(client)))
    await applyBetween(client, name, migrationSql(folder, name));
}

async function readApplied(client: pg.Client): Promise<Applied> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()`,
  );
  const tables = rows.map(({ name }) => name);
  if (!tables.includes('_prisma_migrations')) {
    if (tables.length > 0)
      throw new DatabaseError(
        'The database holds tables of something else. Give Keywright a database of its own (DATABASE_URL).',
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

/** A migration that waits for a table makes everybody behind it wait: it does so but shortly, and tries again. */
const LOCK_MILLISECONDS = 300;
const PAUSE_MILLISECONDS = 2_000;
const ATTEMPTS = 150;

async function applyBetween(client: pg.Client, name: string, sql: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await apply(client, name, sql);
    } catch (error) {
      if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error;
      if (attempt === ATTEMPTS)
        throw new DatabaseError(
          `The migration ${name} waits for a table that something else holds, a dump perhaps. Nothing was changed.`,
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
    // Whatever level the role has by default: a statement that waited for a lock must see what others wrote meanwhile.
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
