import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export const PROVIDERS = ['sqlite', 'postgresql'] as const;
export type Provider = (typeof PROVIDERS)[number];

export const MODEL_FILE = resolve(import.meta.dirname, '../prisma/schema.prisma');

/** The model file, for one of the databases. SQLite's is the file itself; PostgreSQL's differs in its provider and output. */
export function modelFile(provider: Provider): string {
  const model = readFileSync(MODEL_FILE, 'utf8');
  if (provider === 'sqlite') return model;
  return model
    .replace('provider = "sqlite"', 'provider = "postgresql"')
    .replace('"../src/generated/sqlite"', '"../src/generated/postgresql"')
    .replace(/generator pothos \{[^}]*\}\n/, ''); // the types of one client serve both
}
