import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The databases, as Prisma names them. */
export const PROVIDERS = ['sqlite', 'postgresql'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** Absolute path of the model file. */
export const MODEL_FILE = resolve(import.meta.dirname, '../prisma/schema.prisma');

/**
 * The model file for one of the databases: unchanged for SQLite; for PostgreSQL with another provider and output, and with the
 * columns that only PostgreSQL has.
 */
export function modelFile(provider: Provider): string {
  const model = readFileSync(MODEL_FILE, 'utf8');
  if (provider === 'sqlite') return model;
  return model
    .replace('provider = "sqlite"', 'provider = "postgresql"')
    .replace('"../src/generated/sqlite"', '"../src/generated/postgresql"')
    .replaceAll('// PostgreSQL only: ', '')
    .replace(/generator pothos \{[^}]*\}\n/, ''); // both databases use the types of SQLite's client
}
