import { readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ROOT } from '../support/documents.ts';

const CONSOLE = resolve(ROOT, 'src/console');

/** A source file: the texts that it reads from, and all literals in it. */
interface Source {
  readonly folder: string;
  readonly namespaces: readonly string[];
  readonly literals: readonly string[];
}

function readSource(path: string): Source {
  const source = readFileSync(resolve(CONSOLE, path), 'utf8');
  const matches = (pattern: RegExp) => [...source.matchAll(pattern)].map(([, text]) => text ?? '');
  return {
    folder: dirname(path),
    namespaces: matches(/useTranslations(?:<|\()(?:'([\w.]*)')?/g),
    // A template counts with what is before its first value: `states.` stands for all of them.
    literals: [...matches(/'([\w.]+)'/g), ...matches(/`([\w.]+\.)\$\{/g)],
  };
}

/** Paths of texts that a source file names, and beginnings of paths, which end with a dot. */
export function usedTexts(): ReadonlySet<string> {
  const sources = readdirSync(CONSOLE, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/^messages[/](?:en|zh)/.test(path))
    .map(readSource);
  const used = new Set<string>();
  for (const { folder, namespaces, literals } of sources) {
    // A file that reads no text itself gives names to the others of its folder.
    const own = namespaces.length > 0 ? namespaces : namespacesIn(sources, folder);
    for (const namespace of own)
      for (const literal of literals) used.add(namespace ? `${namespace}.${literal}` : literal);
  }
  return used;
}

/** What is read in a folder; in a folder where nothing is read (`api`) everything, because others read by its names. */
function namespacesIn(sources: readonly Source[], folder: string): readonly string[] {
  const inFolder = sources.filter((one) => one.folder === folder);
  const read = inFolder.flatMap(({ namespaces }) => namespaces);
  return read.length > 0 ? read : sources.flatMap(({ namespaces }) => namespaces);
}
