import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, readPage, tableUnder } from '../support/documents.ts';

const page = readPage('src/README.md');

interface Override {
  readonly includes: readonly string[];
  readonly linter: {
    rules: { style: { noRestrictedImports: { options: { patterns: { group: string[] }[] } } } };
  };
}

interface Imports {
  readonly folders: readonly string[];
  readonly packages: readonly string[];
}

/** What `biome.json` lets each folder of src import: its rules for all files of a folder. */
function importsByBiome(): Record<string, Imports> {
  const { overrides } = JSON.parse(readFileSync(resolve(ROOT, 'biome.json'), 'utf8')) as {
    overrides: readonly Override[];
  };
  const found: Record<string, Imports> = {};
  for (const { includes, linter } of overrides) {
    const [, folder] = /^src\/([\w-]+)\/\*\*\/\*\.ts$/.exec(includes[0] ?? '') ?? [];
    if (folder === undefined) continue;
    const allowed = (linter.rules.style.noRestrictedImports.options.patterns[0]?.group ?? [])
      .filter((pattern) => /^!(?!\.|node:)/.test(pattern))
      .map((pattern) => pattern.slice(1));
    found[folder] = {
      folders: allowed
        .filter((pattern) => pattern.startsWith('#'))
        .map((pattern) => pattern.slice(1).replace('/**', ''))
        .sort(),
      packages: allowed.filter((pattern) => !pattern.startsWith('#')).sort(),
    };
  }
  return found;
}

const namesIn = (cell = ''): string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name).sort();

/** What the map says of the same. */
const importsByMap = (): Record<string, Imports> =>
  Object.fromEntries(
    tableUnder(page, 'Folders').map(([folder, , folders, packages]) => [
      namesIn(folder)[0] ?? '',
      { folders: namesIn(folders), packages: namesIn(packages) },
    ]),
  );

describe('The map of the code, src/README.md,', () => {
  it('lets each folder import what biome.json does', () => {
    const { generated, ...folders } = importsByMap();
    expect(generated).toEqual({ folders: [], packages: [] });
    expect(folders).toEqual(importsByBiome());
  });

  it('has every folder', () => {
    const folders = readdirSync(resolve(ROOT, 'src')).filter((name) =>
      statSync(resolve(ROOT, 'src', name)).isDirectory(),
    );
    expect(Object.keys(importsByMap()).sort()).toEqual(folders.sort());
  });

  it('names files that exist', () => {
    const files = [...page.text.matchAll(/`([\w-]+\/[\w/-]+\.ts)`/g)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => !existsSync(resolve(ROOT, 'src', file)))).toEqual([]);
  });
});
