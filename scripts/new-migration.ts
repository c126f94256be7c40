// npm run migration -- <name>: writes the SQL by which the model file differs from the existing migrations, for both
// databases under one number. With --check it fails if there is a difference.
import { mkdirSync, writeFileSync } from 'node:fs';
import { levelOf, migrationsOf, shippedMigrations } from '#store/migrate/migrations.ts';
import { PROVIDERS } from './model-file.ts';
import { missingMigration } from './schema-engine.ts';
import { startPostgres } from './throwaway-postgres.ts';

const [name = ''] = process.argv.slice(2);
if (name !== '--check' && !/^[a-z0-9_]+$/.test(name)) {
  console.error('Usage: npm run migration -- <name_in_lower_case>');
  process.exit(2);
}

await using throwaway = process.env.TEST_POSTGRES_URL ? undefined : await startPostgres();
const postgresUrl = throwaway?.url ?? String(process.env.TEST_POSTGRES_URL);
const missing: { folder: string; sql: string }[] = [];
for (const provider of PROVIDERS) {
  const folder = migrationsOf(provider);
  const sql = await missingMigration(provider, postgresUrl);
  if (sql) missing.push({ folder, sql });
}

if (name === '--check') {
  for (const { folder, sql } of missing)
    console.error(
      `prisma/schema.prisma and ${folder} differ. Run: npm run migration -- <name>\n\n${sql}`,
    );
  if (missing.length > 0) process.exitCode = 1;
} else {
  const levels = PROVIDERS.flatMap((provider) =>
    shippedMigrations(migrationsOf(provider)).map(levelOf),
  );
  const number = String(Math.max(0, ...levels) + 1).padStart(4, '0');
  for (const { folder, sql } of missing) {
    mkdirSync(`${folder}/${number}_${name}`);
    writeFileSync(`${folder}/${number}_${name}/migration.sql`, sql);
    console.log(
      `Wrote ${folder}/${number}_${name}/migration.sql. Review it before you commit it: CONTRIBUTING.md has the rules for migrations.`,
    );
  }
  if (missing.length === 0) console.log('The migrations match the model file. Nothing to write.');
}
