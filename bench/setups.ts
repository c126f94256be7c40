import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import type { BenchDatabases } from './databases.ts';
import { askGraphql } from './load/ask-graphql.ts';
import { pinned } from './pinning.ts';
import { nodeCommand, type ServerProcess, startServer } from './server-process.ts';

export const accessKey = { id: 'bench', secret: 'a-secret-for-the-bench' };

const ROOT = resolve(import.meta.dirname, '..');

/** Number of keys that are created through the API, whose material can be used. */
const REAL_KEYS = 16;

/** A filled database and the servers that use it. */
export interface BenchSetup extends AsyncDisposable {
  /** Starts another server on the database. */
  readonly start: () => Promise<ServerProcess>;
  readonly keys: number;
  readonly servers: readonly ServerProcess[];
  /** The keys that can be used. The others only fill the database. */
  readonly realKeyIds: readonly string[];
  /** The key in the middle of the list of all keys. */
  readonly middleKeyId: string;
}

export async function openSetup(
  databases: BenchDatabases,
  keys: number,
  dataDir: string,
  { replicas = Math.max(...databases.replicas), isPinned = false } = {},
): Promise<BenchSetup> {
  mkdirSync(dataDir);
  const database = await databases.open(String(keys), dataDir);
  const start = () => startMain(database.settings, dataDir, { isPinned });
  const realKeyIds: string[] = [];
  {
    await using first = await start(); // creates the account, its root key and its access key
    for (let made = 0; made < REAL_KEYS; made += 1)
      realKeyIds.push(
        String(
          (await askGraphql(first.url, accessKey, 'mutation { answer: createKey { keyId } }'))
            .keyId,
        ),
      );
  }
  const middleKeyId = await database.fill(keys - REAL_KEYS);
  await using opening = new AsyncDisposableStack();
  const servers: ServerProcess[] = [];
  while (servers.length < replicas) servers.push(opening.use(await start()));
  const opened = opening.move();
  return {
    start,
    keys,
    servers,
    realKeyIds,
    middleKeyId,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

interface StartMainOptions {
  /** Options of Node. */
  readonly nodeArgs?: readonly string[];
  readonly outputFile?: string;
  /** Runs on the server's core only. */
  readonly isPinned?: boolean;
}

/** The command that runs the service with the options of `npm start`. */
export function mainCommand(nodeArgs: readonly string[] = []): readonly string[] {
  const [node = '', main = ''] = nodeCommand('../src/main.ts');
  const options = packageJson.scripts.start
    .split(' ')
    .filter((word) => word.startsWith('--'))
    .map((option) => option.replace('=./', `=${ROOT}/`));
  return [node, ...options, ...nodeArgs, main];
}

/** Starts a server without the settings of the shell or of a file .env in the current folder. */
export function startMain(
  settings: Readonly<Record<string, string>>,
  dataDir: string,
  { nodeArgs = [], outputFile, isPinned = false }: StartMainOptions = {},
): Promise<ServerProcess> {
  const command = mainCommand(nodeArgs);
  return startServer(isPinned ? pinned('server', command) : command, {
    cwd: dataDir,
    outputFile,
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      KEYWRIGHT_DATA_DIR: dataDir,
      KEYWRIGHT_LOG_LEVEL: 'silent', // the load counts failed requests
      KEYWRIGHT_ACCESS_KEY_ID: accessKey.id,
      KEYWRIGHT_ACCESS_KEY_SECRET: accessKey.secret,
      ...settings,
    },
  });
}

/** Starts one server on an empty database, on the core of the server. */
export async function openServer(
  databases: BenchDatabases,
  name: string,
  dataDir: string,
): Promise<ServerProcess> {
  mkdirSync(dataDir);
  const { settings } = await databases.open(name, dataDir);
  return startMain(settings, dataDir, { isPinned: true });
}
