// Runs before `npm start` and `npm test`: does what a fresh clone lacks, and nothing when nothing changed.
// Plain JavaScript without packages: the system's Node, which may be old, runs it before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** What a step depends on: when any of it changes, the step is done again. */
const INSTALL = ['package-lock.json', '.npmrc'];
const SERVER = [
  ...INSTALL,
  'prisma/schema.prisma',
  'prisma.config.ts',
  'scripts/model-file.ts',
  'scripts/generate-clients.ts',
  'scripts/write-graphiql.ts',
  'src/web/encodings.ts',
  'src/web/hashed-name.ts',
];
const DOCUMENTS = [
  ...INSTALL,
  'codegen.ts',
  'src/graphql/schema.graphql',
  'src/graphql/error-codes.ts',
  'src/domain/errors.ts',
  'src/console',
  'examples',
  'test',
];

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

function hashOf(paths) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of paths.flatMap(filesBelow)) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

/** Runs npm to its end. Told to stop, it stops npm first: an orphan would go on writing under the next start. */
function npm(...args) {
  // npm as it runs us: on this PATH `node` may be the project's own, which npm is just replacing.
  const [command, ...first] = process.env.npm_execpath
    ? [process.env.npm_node_execpath ?? process.execPath, process.env.npm_execpath]
    : ['npm'];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_ENV: '' } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const stop = (signal) => child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, stop);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const each of SIGNALS) process.off(each, stop);
      if (code === 0) resolve();
      else
        reject(
          new Error(
            signal
              ? 'The set-up was interrupted; the next start does it again.'
              : `${output}\nnpm ${args.join(' ')} failed; what it said stands above.`,
          ),
        );
    });
  });
}

async function step(name, message, inputs, outputs, work) {
  const stamp = `node_modules/.keywright-${name}`;
  const hash = hashOf(inputs);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && outputs.every((path) => existsSync(path))) return;
  console.error(message);
  rmSync(stamp, { force: true }); // interrupted, it is to be done again, whatever the inputs are by then
  await work();
  writeFileSync(stamp, hash);
}

// Two starts at once: the second waits until the first has done the work. A lock whose owner is gone is none.
const LOCK = '.bootstrap-lock';
/** No set-up takes longer. */
const LONGEST_SECONDS = 1_800;
const unlock = () => rmSync(LOCK, { force: true });

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Its owner is gone, or went before it could write who it was. */
function isStale() {
  try {
    const owner = Number(readFileSync(LOCK, 'utf8'));
    const ageSeconds = (Date.now() - statSync(LOCK).mtimeMs) / 1_000;
    // A process number comes again: in a restarted container it may be our own, or that of anything that runs long.
    if (owner === process.pid || ageSeconds > LONGEST_SECONDS) return true;
    return owner > 0 ? !isAlive(owner) : ageSeconds > 5;
  } catch {
    return false; // it was released while we looked
  }
}

/** Of two that find the same stale lock only one gets to move it away; the other must not take a fresh one for it. */
function discardStale() {
  const mine = `${LOCK}-${process.pid}`;
  try {
    renameSync(LOCK, mine);
    rmSync(mine);
  } catch {
    // another was faster
  }
}

function lock() {
  for (let waited = false; ; waited = true) {
    try {
      writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (isStale()) discardStale();
      if (!waited) console.error('Waiting for another start to finish its set-up…');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
}

lock();
try {
  await step('install', 'Installing packages (about a minute, this once)…', INSTALL, ['node_modules/.bin/node'], () =>
    npm('ci', '--include=dev', '--loglevel=error'),
  );
  await step(
    'server',
    'Generating the database clients…',
    SERVER,
    ['src/generated/sqlite', 'src/generated/postgresql', 'src/generated/graphiql'],
    () => npm('run', '--silent', 'generate:server'),
  );
  if (process.argv.includes('documents'))
    await step('documents', 'Generating the GraphQL documents…', DOCUMENTS, ['src/generated/documents'], () =>
      npm('run', '--silent', 'generate:documents'),
    );
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  unlock();
}
