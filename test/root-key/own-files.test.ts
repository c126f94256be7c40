import { linkSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renameRootKeyFiles } from '#root-key/own-files.ts';
import { makeDataDir } from '../support/kms.ts';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = makeDataDir({ migrated: false });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
const filesIn = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

describe('The files of a rotation', () => {
  it('get their names, and nothing that was retired before is overwritten', () => {
    const folder = folderWith({
      'root-key': 'second',
      'root-key.next': 'third',
      'root-key.retired-1': 'first',
    });
    renameRootKeyFiles(folder);
    expect(filesIn(folder)).toEqual({
      'root-key': 'third',
      'root-key.retired-1': 'first',
      'root-key.retired-2': 'second',
    });
  });

  it('keep the new root key under its name when another was faster', () => {
    const folder = folderWith({ 'root-key': 'new', 'root-key.retired-1': 'old' });
    renameRootKeyFiles(folder);
    expect(filesIn(folder)).toEqual({ 'root-key': 'new', 'root-key.retired-1': 'old' });
  });

  it('are settled after a kill between the two names of the old one', () => {
    const folder = folderWith({ 'root-key': 'old', 'root-key.next': 'new' });
    linkSync(join(folder, 'root-key'), join(folder, 'root-key.retired-1'));
    renameRootKeyFiles(folder);
    expect(filesIn(folder)).toEqual({ 'root-key': 'new', 'root-key.retired-1': 'old' });
  });
});
