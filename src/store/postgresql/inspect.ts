import { DatabaseError } from '../database-error.ts';
import { missingMigrations } from '../migrate/levels.ts';
import { migrationsOf, shippedMigrations } from '../migrate/migrations.ts';
import type { Reader } from '../store.ts';

/** Checks, without changing anything, that a database is Keywright's and has all migrations of this code. @throws DatabaseError */
export async function inspectPostgresql(db: Reader): Promise<void> {
  let applied: { migration_name: string }[];
  let lowestLevel: number | undefined;
  try {
    applied = await db.$queryRawUnsafe(
      'SELECT "migration_name" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL',
    );
    lowestLevel = (await db.compatibility.findFirst())?.lowestLevel;
  } catch (cause) {
    throw new DatabaseError(
      'The PostgreSQL database cannot be read or is not a Keywright database. Check DATABASE_URL.',
      { cause },
    );
  }
  const migrations = applied.map(({ migration_name }) => migration_name);
  if (
    missingMigrations(shippedMigrations(migrationsOf('postgresql')), {
      migrations,
      lowestLevel: lowestLevel ?? 0,
    }).length > 0
  )
    throw new DatabaseError(
      'The database belongs to an older version of Keywright. Start this version once to migrate it.',
    );
}
