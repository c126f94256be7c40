import { DatabaseError } from '../database-error.ts';
import { levelOf } from './migrations.ts';

/**
 * Code and databases have a level: the number of the newest migration that the release contains, or that was applied to
 * the database. A database also stores the lowest level of code that it still supports. A migration that only adds
 * leaves this level unchanged; one that removes something which older code needs raises it, one release after the last
 * code that needs it. So old and new replicas can run at the same time during a rolling upgrade.
 */

/** Checks that the database still supports code of this level. @throws DatabaseError */
export function checkLevel(codeLevel: number, lowestLevel: number): void {
  if (codeLevel < lowestLevel)
    throw new DatabaseError(
      `The database needs Keywright of level ${lowestLevel} or newer, and this version has level ${codeLevel}. Start a newer version, or restore a backup from before the upgrade.`,
    );
}

/** The migrations that were applied to a database, and the lowest level of code that it supports. */
export interface Applied {
  readonly migrations: readonly string[];
  readonly lowestLevel: number;
}

/**
 * Lists the migrations of this release that a database does not have yet, in order. Migrations of a newer release do not
 * matter as long as the database still supports this code. @throws DatabaseError
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
      `The database has a migration that this version of Keywright does not know: ${foreign}. Start the version that applied it.`,
    );
  return shipped.filter((name) => !migrations.includes(name));
}
