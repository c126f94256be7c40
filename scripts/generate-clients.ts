// Part of `npm run generate`: one Prisma client per database, of the one model file.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { modelFile } from './model-file.ts';

const generated = resolve(import.meta.dirname, '../src/generated');

/** PostgreSQL's model file stands where its client goes: what is relative in it is relative to that. */
const postgresql = `${generated}/postgresql.prisma`;
mkdirSync(generated, { recursive: true });
writeFileSync(postgresql, modelFile('postgresql'));

for (const schema of ['prisma/schema.prisma', postgresql]) {
  const { status, stdout, stderr } = spawnSync('prisma', ['generate', '--schema', schema, '--no-hints'], { encoding: 'utf8' });
  if (status !== 0) {
    console.error(stdout + stderr);
    process.exit(1);
  }
}
