import { existsSync, readFileSync } from 'node:fs';
import { expectNode, hasNode, linkNode, nodePackage } from './node-package.mjs';
import { InterruptedError, runNpm } from './run.mjs';
import { hashOf, readStamp, removeStamp, writeStamp } from './step.mjs';

const INPUTS = ['package-lock.json', '.npmrc'];

/** Nothing that a package brings runs while it is installed, under any npm: npm 10 does not know `allowScripts`. */
const COMMON = ['--include=optional', '--ignore-scripts', '--loglevel=error'];

/**
 * Installs what package-lock.json lists, each package checked against its hash there.
 * Development packages are added beside those of production and stay, so that `npm start` and `npm test` take turns
 * without installing anything.
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
    // Unlike "npm ci" it removes nothing, which a running server may be using. It keeps to the lock file, and leaves it alone.
    await runNpm('install', '--no-save', '--include=dev', ...COMMON);
  } else {
    console.error('Installing packages (about a minute, this once)…');
    await runNpm('ci', next === 'development' ? '--include=dev' : '--omit=dev', ...COMMON);
  }
  linkNode();
  await runAllowedScripts();
  writeStamp('install', `${hash} ${next}`);
}

/** The scripts that package.json allows. All are of optional packages: what cannot be compiled here is missed when it is used. */
async function runAllowedScripts() {
  const { allowScripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const names = Object.keys(allowScripts).filter(
    (name) => allowScripts[name] && existsSync(`node_modules/${name}`),
  );
  // Node's package has the headers too, so that a compiler needs none from elsewhere.
  const headers = nodePackage() ? [`--nodedir=${process.cwd()}/${nodePackage().path}`] : [];
  for (const name of names)
    try {
      await runNpm('rebuild', name, ...headers, '--loglevel=error');
    } catch (error) {
      if (error instanceof InterruptedError) throw error;
    }
}
