import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrationsOf } from '#store/migrations.ts';
import { makeDataDir } from './kms.ts';

/** The shipped migrations and more, in a folder of their own: what newer code ships. */
export function migrationsWith(provider: 'sqlite' | 'postgresql', further: Readonly<Record<string, string>>): string {
  const folder = join(makeDataDir({ migrated: false }), 'migrations');
  cpSync(migrationsOf(provider), folder, { recursive: true });
  for (const [name, sql] of Object.entries(further)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'migration.sql'), sql);
  }
  return folder;
}
