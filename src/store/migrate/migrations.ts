import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the migrations for a database stand, one folder each, in the order of their names. */
export const migrationsOf = (provider: 'sqlite' | 'postgresql'): string =>
  resolve(import.meta.dirname, '../../../prisma', provider);

export const shippedMigrations = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

export const migrationSql = (folder: string, name: string): string =>
  readFileSync(join(folder, name, 'migration.sql'), 'utf8');

/** The number before a migration's name. Code is of the level of the newest migration that it ships. */
export const levelOf = (name: string): number => Number.parseInt(name, 10);

export const codeLevel = (folder: string): number =>
  Math.max(...shippedMigrations(folder).map(levelOf));
