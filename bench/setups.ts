import { mkdirSync } from 'node:fs';
import type { BenchDatabases } from './databases.ts';
import { askGraphql } from './load.ts';
import { nodeCommand, type ServerProcess, startServer } from './server-process.ts';

export const accessKey = { id: 'bench', secret: 'a-secret-for-the-bench' };

/** Number of keys that are created through the API, whose material can be used. */
const REAL_KEYS = 16;

/** A filled database and the servers that use it. */
export interface BenchSetup extends AsyncDisposable {
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
): Promise<BenchSetup> {
  mkdirSync(dataDir);
  const database = await databases.open(String(keys), dataDir);
  const start = () => startMain(database.settings, dataDir);
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
  while (servers.length < Math.max(...databases.replicas)) servers.push(opening.use(await start()));
  const opened = opening.move();
  return {
    keys,
    servers,
    realKeyIds,
    middleKeyId,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Starts a server without the settings of the shell or of a file .env in the current folder. */
export const startMain = (
  settings: Readonly<Record<string, string>>,
  dataDir: string,
): Promise<ServerProcess> =>
  startServer(
    nodeCommand('../src/main.ts'),
    {
      PATH: process.env.PATH,
      PORT: '0',
      KEYWRIGHT_DATA_DIR: dataDir,
      KEYWRIGHT_LOG_LEVEL: 'silent', // load() counts failed requests
      KEYWRIGHT_ACCESS_KEY_ID: accessKey.id,
      KEYWRIGHT_ACCESS_KEY_SECRET: accessKey.secret,
      ...settings,
    },
    dataDir,
  );

/** Starts one server on an empty database. */
export async function openServer(
  databases: BenchDatabases,
  name: string,
  dataDir: string,
): Promise<ServerProcess> {
  mkdirSync(dataDir);
  return startMain(
    (await databases.open(name.toLowerCase().replaceAll('-', '_'), dataDir)).settings,
    dataDir,
  );
}

export const startFloor = (
  [script = '', ...args]: readonly string[],
  folder: string,
): Promise<ServerProcess> =>
  startServer(nodeCommand(script, ...args), { PATH: process.env.PATH }, folder);

/** Resident memory of the first server of a setup. */
export async function residentMebibytes({ servers }: BenchSetup): Promise<number> {
  const metrics = await (await fetch(`${servers[0]?.url}/metrics`)).text();
  const [, bytes] = /^process_resident_memory_bytes (\S+)$/m.exec(metrics) ?? [];
  return Number(bytes) / 2 ** 20;
}
