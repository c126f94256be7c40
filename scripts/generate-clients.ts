// npm run generate:clients: generates the Prisma clients in src/generated, one per database, from prisma/schema.prisma.
// With --check it fails if the committed clients differ. They are committed so that a start need not install Prisma's
// command line, which is larger than all other dependencies of the server except Node.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { modelFile, PROVIDERS } from './model-file.ts';

const root = resolve(import.meta.dirname, '..');
const committed = `${root}/src/generated`;
/** Has the layout of the project, because paths in the model file are relative, and is below node_modules, where Prisma finds its packages. */
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
    `src/generated/{${differing}} differ from prisma/schema.prisma. Run: npm run generate:clients`,
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

/** The names and contents of all files of an output, as one text. */
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
