// Builds the console (src/console) into src/generated/console, which is committed: a start needs no development packages.
//   node scripts/build-console.ts           builds it
//   node scripts/build-console.ts --check   fails if what is committed is not what the sources give
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';

const CONFIG = resolve(import.meta.dirname, '../src/console/vite.config.ts');
const COMMITTED = resolve(import.meta.dirname, '../src/generated/console');

async function buildInto(folder: string): Promise<void> {
  await build({ configFile: CONFIG, logLevel: 'warn', build: { outDir: folder } });
}

/** The files of a folder with their contents, by path. */
function filesOf(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), readFileSync(path, 'latin1')];
    }),
  );
}

if (process.argv.includes('--check')) {
  const folder = mkdtempSync(join(tmpdir(), 'console-'));
  await buildInto(folder);
  const [built, committed] = [filesOf(folder), filesOf(COMMITTED)];
  rmSync(folder, { recursive: true });
  const isSame =
    built.size === committed.size &&
    [...built].every(([path, content]) => committed.get(path) === content);
  if (!isSame) {
    console.error('src/generated/console is out of date. Run: npm run build:console');
    process.exitCode = 1;
  }
} else await buildInto(COMMITTED);
