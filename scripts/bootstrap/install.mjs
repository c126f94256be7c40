import { existsSync, readFileSync } from 'node:fs';
import { expectNode, hasNode, linkNode, nodePackage } from './node-package.mjs';
import { InterruptedError, runNpm } from './run.mjs';
import { hashOf, readStamp, removeStamp, writeStamp } from './step.mjs';

const INPUTS = ['package-lock.json', '.npmrc'];

/** Install scripts of packages do not run, with any npm: npm 10 does not support `allowScripts`. */
const COMMON = ['--include=optional', '--ignore-scripts', '--loglevel=error'];

/**
 * Installs what package-lock.json lists, each package checked against its hash there.
 * Development packages are added to those of production and stay installed, so that alternating `npm start` and `npm
 * test` does not install anything.
 * @param {'production' | 'development'} kind
 */
export async function installPackages(kind) {
  const hash = hashOf(INPUTS);
  const [installedHash, installedKind] = readStamp('install').split(' ');
  const isCurrent = installedHash === hash && hasNode();
  if (isCurrent && (installedKind === kind || installedKind === 'development')) return;
  expectNode();
  removeStamp('install');
  const next = installedKind === 'development' ? installedKind : kind;
  if (isCurrent) {
    console.error('Installing the development packages (about a minute, this once)…');
    // Unlike "npm ci" it removes no files that a running server may be using. It follows the lock file and does not change it.
    await runNpm('install', '--no-save', '--include=dev', ...COMMON);
  } else {
    console.error('Installing packages (about a minute, this once)…');
    await runNpm('ci', next === 'development' ? '--include=dev' : '--omit=dev', ...COMMON);
  }
  linkNode();
  await runAllowedScripts();
  writeStamp('install', `${hash} ${next}`);
}

/** Runs the install scripts that package.json allows. All are of optional packages: one that fails is an error only when the package is used. */
async function runAllowedScripts() {
  const { allowScripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const names = Object.keys(allowScripts).filter(
    (name) => allowScripts[name] && existsSync(`node_modules/${name}`),
  );
  // Node's package contains the headers, so that the compiler need not download them.
  const headers = nodePackage() ? [`--nodedir=${process.cwd()}/${nodePackage().path}`] : [];
  for (const name of names)
    try {
      await runNpm('rebuild', name, ...headers, '--loglevel=error');
    } catch (error) {
      if (error instanceof InterruptedError) throw error;
    }
}
