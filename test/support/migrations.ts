import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { levelOf, migrationsOf, shippedMigrations } from '#store/migrate/migrations.ts';
import { makeDataDir } from './kms.ts';

/** The shipped migrations and more, in a folder of their own: what newer code ships. */
export function migrationsWith(
  provider: 'sqlite' | 'postgresql',
  further: Readonly<Record<string, string>>,
): string {
  const folder = join(makeDataDir({ migrated: false }), 'migrations');
  cpSync(migrationsOf(provider), folder, { recursive: true });
  for (const [name, sql] of Object.entries(further)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'migration.sql'), sql);
  }
  return folder;
}

/** The shipped migrations up to a level, in a folder of their own: what older code ships. */
export function migrationsUpTo(provider: 'sqlite' | 'postgresql', level: number): string {
  const folder = join(makeDataDir({ migrated: false }), 'migrations');
  for (const name of shippedMigrations(migrationsOf(provider)))
    if (levelOf(name) <= level)
      cpSync(join(migrationsOf(provider), name), join(folder, name), { recursive: true });
  return folder;
}
