// npm run generate:clients: writes src/generated's Prisma clients, one per database, from the one model file; with
// --check, fails when the committed ones differ. They are committed because a start would otherwise have to install
// Prisma's command line, which is larger than all that the server runs on but Node.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { modelFile, PROVIDERS } from './model-file.ts';

const root = resolve(import.meta.dirname, '..');
const committed = `${root}/src/generated`;
/** Laid out as the project is, since paths in a model file are relative to it; below node_modules, where Prisma finds its own packages. */
const scratch = `${root}/node_modules/.keywright-clients`;
const OUTPUTS = [...PROVIDERS, 'pothos-types.ts'];

rmSync(scratch, { recursive: true, force: true });
mkdirSync(`${scratch}/prisma`, { recursive: true });
for (const provider of PROVIDERS) generate(provider);
const differing = OUTPUTS.filter(
  (output) =>
    contentsOf(`${scratch}/src/generated/${output}`) !== contentsOf(`${committed}/${output}`),
);
if (process.argv[2] !== '--check')
  for (const output of differing) {
    rmSync(`${committed}/${output}`, { recursive: true, force: true });
    cpSync(`${scratch}/src/generated/${output}`, `${committed}/${output}`, { recursive: true });
  }
else if (differing.length > 0) {
  console.error(
    `src/generated/{${differing}} are not what prisma/schema.prisma gives; run: npm run generate:clients`,
  );
  process.exitCode = 1;
}
rmSync(scratch, { recursive: true });

function generate(provider: (typeof PROVIDERS)[number]): void {
  const file = `${scratch}/prisma/${provider}.prisma`;
  writeFileSync(file, modelFile(provider));
  const { status, stdout, stderr } = spawnSync(
    'prisma',
    ['generate', '--schema', file, '--no-hints'],
    { cwd: root, encoding: 'utf8' },
  );
  if (status === 0) return;
  console.error(stdout + stderr);
  process.exit(1);
}

/** All files of an output as one text, with their names. */
function contentsOf(path: string): string {
  try {
    const names = readdirSync(path, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? `${entry.parentPath}/${entry.name}` : [],
    );
    return names
      .toSorted()
      .map((name) => `${name.slice(path.length)}\n${readFileSync(name, 'utf8')}`)
      .join('\n');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') return readFileSync(path, 'utf8');
    if (code === 'ENOENT') return '';
    throw error;
  }
}
