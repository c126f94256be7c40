// npm run check:words [-- --count] [-- <path>…]: checks the words of code and documentation: banned phrases, exports
// without docstrings, and descriptions of the GraphQL schema. Fails if it finds any. With --count it prints how many
// there are in each folder; with paths it checks only what is below them. cspell.json checks the spelling.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { findPoorDescriptions } from './words/check-descriptions.ts';
import { findUndocumentedExports } from './words/check-docstrings.ts';
import { findBannedPhrases } from './words/check-phrases.ts';
import type { Finding, SourceFile } from './words/finding.ts';

process.chdir(resolve(import.meta.dirname, '..'));

const args = process.argv.slice(2);
const below = args.filter((arg) => !arg.startsWith('--'));

const SCHEMA = 'src/graphql/schema.graphql';
const DICTIONARY = 'scripts/words/project-words.txt';
const TEXT = /\.(?:ts|mjs|js|md|html|css|prisma|ya?ml|sh|cfg)$|^(?:\.ci\/run|Dockerfile)$/;
/** Written by tools, quoted from elsewhere, or about the phrases themselves. */
const EXCLUDED =
  /^(?:src\/generated|test\/vectors|scripts\/words)\/|^test\/scripts\/words|^prisma\/\w+\/\d/;

/** Code whose exports have docstrings. A file of messages exports the texts of the view that its name says. */
const DOCUMENTED = /^src\/(?!console\/messages\/(?:en|zh)\/).*\.ts$/;

const paths = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'],
  {
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter(
    (path) =>
      existsSync(path) &&
      !EXCLUDED.test(path) &&
      (below.length === 0 || below.some((one) => path.startsWith(one))),
  );

const read = (path: string): SourceFile => ({ path, text: readFileSync(path, 'utf8') });

function findUnsorted({ path, text }: SourceFile): Finding[] {
  const words = text.trim().split('\n');
  const line = words.findIndex((word, index) => index > 0 && word <= (words[index - 1] ?? ''));
  return line < 0
    ? []
    : [{ path, line: line + 1, message: 'sort the words, each once (LC_ALL=C sort -u)' }];
}

const findings = paths.flatMap((path): Finding[] => {
  if (path === SCHEMA) return findPoorDescriptions(read(path));
  if (!TEXT.test(path)) return [];
  const file = read(path);
  return [
    ...findBannedPhrases(file),
    ...(DOCUMENTED.test(path) ? findUndocumentedExports(file) : []),
  ];
});
findings.push(...findUnsorted(read(DICTIONARY)));

if (args.includes('--count')) {
  const folderOf = ({ path }: Finding): string => /^(?:src\/)?[^/]+/.exec(path)?.[0] ?? path;
  for (const [folder, found] of Object.entries(Object.groupBy(findings, folderOf)).toSorted())
    console.log(`${String(found?.length).padStart(5)}  ${folder}`);
} else for (const { path, line, message } of findings) console.error(`${path}:${line}  ${message}`);

if (findings.length > 0) {
  console.error(
    `${findings.length} to reword. A comment with "words-ok: <reason>" permits a phrase on its line or the next.`,
  );
  process.exitCode = 1;
}
