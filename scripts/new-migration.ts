// npm run migration -- <name>: writes the SQL that the model file needs beyond the migrations that exist.
import { mkdirSync, writeFileSync } from 'node:fs';
import { MIGRATIONS, shippedMigrations } from '#store/migrate.ts';
import { missingMigration } from './schema-engine.ts';

const [name] = process.argv.slice(2);
const sql = await missingMigration();
if (name === '--check') {
  if (sql) {
    console.error(`prisma/schema.prisma and the migrations differ; run: npm run migration -- <name>\n\n${sql}`);
    process.exit(1);
  }
} else if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Usage: npm run migration -- <name_in_lower_case>');
  process.exit(2);
} else if (!sql) {
  console.log('The migrations already say what the model file says.');
} else {
  const number = String(shippedMigrations().length + 1).padStart(4, '0');
  const folder = `${MIGRATIONS}/${number}_${name}`;
  mkdirSync(folder);
  writeFileSync(`${folder}/migration.sql`, sql);
  console.log(`Wrote ${folder}/migration.sql. Read it before you commit it.`);
}
