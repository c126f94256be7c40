import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { systemNode } from './run.mjs';

/** First on the PATH of every npm script, so `node` in package.json is this one. */
const LINK = 'node_modules/.bin/node';

const lockedPackages = () => JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
const wantedMajor = () =>
  Number(/\d+/.exec(JSON.parse(readFileSync('package.json', 'utf8')).engines.node)?.[0]);

/** The optional dependencies that contain Node's binary, one for each platform. */
function nodePackages() {
  return Object.entries(lockedPackages())
    .filter(([path, { bin }]) => path.startsWith('node_modules/node-') && bin?.node)
    .map(([path, { os, cpu, bin }]) => ({
      path,
      platform: `${os}-${cpu}`,
      binary: `${path}/${bin.node}`,
    }));
}

/** The package with Node's binary for this platform; undefined where there is none. */
export const nodePackage = () =>
  nodePackages().find(({ platform }) => platform === `${process.platform}-${process.arch}`);

/** Path of the project's Node, or of the system's if the project has none. */
export const nodeToUse = () => (existsSync(LINK) ? LINK : systemNode());

const versionOf = (node) => spawnSync(node, ['--version'], { encoding: 'utf8' });
const systemSuffices = () =>
  Number(/\d+/.exec(versionOf(systemNode()).stdout ?? '')?.[0]) >= wantedMajor();

/** Whether npm scripts find a Node of the required version. */
export const hasNode = () => existsSync(LINK) || systemSuffices();

const installNode = () =>
  `Install Node ${wantedMajor()} or newer on this machine, and run npm with it.`;

/** Checks, before anything is installed, that npm or the system has a Node of the required version. @throws Error */
export function expectNode() {
  if (nodePackage() || systemSuffices()) return;
  const platforms = nodePackages().map(({ platform }) => platform);
  throw new Error(
    `npm has no Node ${wantedMajor()} for ${process.platform}-${process.arch}, only for ${platforms.sort().join(', ')}. ${installNode()}`,
  );
}

/**
 * Links `node` to the package's binary; npm 10 does not do it for optional dependencies.
 * @throws Error where the binary is missing or does not run, and the system's Node is too old
 */
export function linkNode() {
  rmSync(LINK, { force: true });
  const found = nodePackage();
  const { status, stderr, error } = found ? versionOf(found.binary) : {};
  if (found && status === 0) {
    mkdirSync('node_modules/.bin', { recursive: true });
    symlinkSync(`../../${found.binary}`, LINK);
  } else if (!systemSuffices()) {
    const { path } = found ?? {};
    throw new Error(
      existsSync(String(path))
        ? `The Node of ${path} does not run here (${(stderr || error?.message || '').trim().split('\n')[0]}). It needs glibc and libatomic. ${installNode()}`
        : `npm has not installed ${path}, which holds Node ${wantedMajor()}. See that npm reaches its registry, and start again.`,
    );
  }
}
