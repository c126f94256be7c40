import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { DatabaseError } from '#store/database-error.ts';
import { migrationsOf, shippedMigrations } from '#store/migrate/migrations.ts';
import { migrate } from '#store/sqlite/migrate.ts';
import { makeDataDir } from '../support/kms.ts';
import { migrationsWith } from '../support/migrations.ts';

const MIGRATIONS = migrationsOf('sqlite');

/** A folder with one of the shipped migrations. */
function onlyMigration(name: string): string {
  const folder = join(makeDataDir({ migrated: false }), 'migrations');
  cpSync(join(MIGRATIONS, name), join(folder, name), { recursive: true });
  return folder;
}

function look<T>(file: string, sql: string): T[] {
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare(sql).pluck().all() as T[];
  } finally {
    database.close();
  }
}

const historyOf = (file: string) =>
  look<string>(file, 'SELECT migration_name FROM _prisma_migrations ORDER BY migration_name');

describe('A migration', () => {
  it('is applied once, and recorded as Prisma records it', () => {
    const file = join(makeDataDir({ migrated: false }), 'keywright.db');
    migrate(file);
    migrate(file);
    expect(historyOf(file)).toEqual(shippedMigrations(MIGRATIONS));
    expect(
      look(
        file,
        'SELECT applied_steps_count FROM _prisma_migrations WHERE finished_at IS NOT NULL AND length(checksum) = 64',
      ),
    ).toEqual(shippedMigrations(MIGRATIONS).map(() => 1));
  });

  it('that fails half-way leaves nothing, and the next start finishes the work', () => {
    const file = join(makeDataDir(), 'keywright.db');
    const broken = migrationsWith('sqlite', {
      '8000_good': 'CREATE TABLE "Good" ("id" TEXT);',
      '9000_bad': 'CREATE TABLE "Half" ("id" TEXT); CREATE TABLE "Half" ("id" TEXT);',
    });
    expect(() => migrate(file, broken)).toThrow(DatabaseError);
    expect(historyOf(file)).toEqual([...shippedMigrations(MIGRATIONS), '8000_good']);
    expect(look(file, `SELECT name FROM sqlite_master WHERE name IN ('Good', 'Half')`)).toEqual([
      'Good',
    ]);
    writeFileSync(join(broken, '9000_bad', 'migration.sql'), 'CREATE TABLE "Half" ("id" TEXT);');
    migrate(file, broken);
    expect(look(file, `SELECT name FROM sqlite_master WHERE name = 'Half'`)).toEqual(['Half']);
  });

  it('of a database with keys leaves every key and version as it was', () => {
    const file = join(makeDataDir({ migrated: false }), 'keywright.db');
    const [first = ''] = shippedMigrations(MIGRATIONS);
    migrate(file, onlyMigration(first));
    const database = new Database(file);
    database.exec(`INSERT INTO "Key" VALUES ('k', '1', '1', 'old', 'Enabled', 'ENCRYPT/DECRYPT', 'Aliyun_AES_256', 'Aliyun_KMS', 'SOFTWARE', 'v', NULL, NULL, '2026-01-01', '2026-01-01', 3);
      INSERT INTO "KeyVersion" VALUES ('v', '1', 'k', x'0102', '2026-01-01');
      INSERT INTO "Deployment" VALUES (1, '1', 'cn-hangzhou', x'c0', '2026-01-01');
      INSERT INTO "AccessKey" VALUES ('a', '1', x'5e', 1, '[]', '2026-01-01')`);
    database.close();
    migrate(file);
    expect(historyOf(file)).toEqual(shippedMigrations(MIGRATIONS));
    expect(
      look(
        file,
        `SELECT "description" || "revision" || "deletionProtected" || "importEpoch" FROM "Key" WHERE "id" = 'k'`,
      ),
    ).toEqual(['old300']);
    expect(
      look(file, `SELECT hex("wrappedMaterial") FROM "KeyVersion" WHERE "keyId" = 'k'`),
    ).toEqual(['0102']);
    const held = `SELECT hex("canary") || hex("sealedSecret") || hex("wrappedMaterial") FROM "RootKey"
      JOIN "AccessKey" ON "AccessKey"."rootKeyId" = "RootKey"."id" JOIN "KeyVersion" ON "KeyVersion"."rootKeyId" = "RootKey"."id"`;
    expect(look(file, held)).toEqual(['C05E0102']);
  });

  it('that would orphan rows is not applied', () => {
    const file = join(makeDataDir(), 'keywright.db');
    const orphaning = migrationsWith('sqlite', {
      '9000_orphans': `INSERT INTO "KeyVersion" VALUES ('v', '1', 'no such key', x'00', 'no such root key', '2026-01-01')`,
    });
    expect(() => migrate(file, orphaning)).toThrow(/rows that do not exist/);
    expect(look(file, 'SELECT count(*) FROM "KeyVersion"')).toEqual([0]);
  });

  it.each([
    [
      'a file that is not a database',
      (file: string) => writeFileSync(file, 'x'.repeat(10_000)),
      /SQLITE_NOTADB/,
    ],
    ['a folder', (file: string) => mkdirSync(file), /EISDIR/],
    [
      'a database of something else',
      (file: string) => {
        const database = new Database(file);
        database.exec('CREATE TABLE "Customers" (id)');
        database.close();
      },
      /holds tables of another program/,
    ],
  ])('is not tried on %s', (_name, make, message) => {
    const file = join(makeDataDir({ migrated: false }), 'keywright.db');
    make(file);
    expect(() => migrate(file)).toThrow(DatabaseError);
    expect(() => migrate(file)).toThrow(message);
  });
});
