import { DatabaseError } from '../database-error.ts';
import { levelOf } from './migrations.ts';

/**
 * Code and databases have a level: the number of the newest migration that the code ships, or that the database has
 * had. A database also holds the lowest level of code that it still serves. Migrations that only add leave it as it
 * is; one that takes away what older code needs raises it, a release after that code has gone. So old and new
 * replicas run side by side while an upgrade rolls.
 */

/** @throws DatabaseError when the database no longer serves code of this level */
export function checkLevel(codeLevel: number, lowestLevel: number): void {
  if (codeLevel < lowestLevel)
    throw new DatabaseError(
      `The database serves Keywright from level ${lowestLevel} on, and this code is of level ${codeLevel}. Start a newer version of Keywright, or restore a backup of before the upgrade.`,
    );
}

/** What a database has been through. */
export interface Applied {
  readonly migrations: readonly string[];
  readonly lowestLevel: number;
}

/**
 * The migrations that a database lacks. One that newer code has applied is no hindrance while the database still
 * serves this code. @throws DatabaseError
 */
export function missingMigrations(
  shipped: readonly string[],
  { migrations, lowestLevel }: Applied,
): string[] {
  const codeLevel = Math.max(...shipped.map(levelOf));
  checkLevel(codeLevel, lowestLevel);
  const foreign = migrations.find((name) => levelOf(name) <= codeLevel && !shipped.includes(name));
  if (foreign)
    throw new DatabaseError(
      `The database has had the migration ${foreign}, of which this version of Keywright knows nothing.`,
    );
  return shipped.filter((name) => !migrations.includes(name));
}
