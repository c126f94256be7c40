import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The absolute path of the folder that holds the migrations for a database, one folder for each. */
export const migrationsOf = (provider: 'sqlite' | 'postgresql'): string =>
  resolve(import.meta.dirname, '../../../prisma', provider);

/** The names of the migrations in a folder, such as `0001_initial`, in the order in which they are applied. */
export const shippedMigrations = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/** The SQL script of a migration. */
export const migrationSql = (folder: string, name: string): string =>
  readFileSync(join(folder, name, 'migration.sql'), 'utf8');

/** The number at the start of a migration's name. */
export const levelOf = (name: string): number => Number.parseInt(name, 10);

/** The level of the code whose migrations are in this folder: the number of the newest. */
export const codeLevel = (folder: string): number =>
  Math.max(...shippedMigrations(folder).map(levelOf));
