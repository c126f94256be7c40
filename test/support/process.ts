import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { databaseSettings } from './database.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export interface RunningServer extends AsyncDisposable {
  readonly url: string;
  readonly child: ChildProcess;
  /** All that it has written so far. */
  readonly output: () => { stdout: string; stderr: string };
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** What Node has compiled, for all processes of the run: a server starts in two thirds of the time. */
const compileCache = () => join(process.env.KEYWRIGHT_TEST_DIR ?? '', 'compile-cache');

/**
 * Fills the compile cache once in a run. Node writes it when a process exits, and not when it is
 * killed. This process has loaded the server when it exits because a file is missing.
 */
async function fillCompileCache(): Promise<void> {
  try {
    mkdirSync(compileCache());
  } catch {
    return; // another worker has begun, or the run began long ago
  }
  const env = {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: compileCache(),
    KEYWRIGHT_OPENID_FILE: '/nowhere/openid.json',
  };
  const child = spawn(process.execPath, [resolve(ROOT, 'src/main.ts')], { env, stdio: 'ignore' });
  await once(child, 'close');
}

/** The settings of this process without any of Keywright's, with those of the database, and with those given. */
const environment = async (
  settings: Readonly<Record<string, string>>,
): Promise<NodeJS.ProcessEnv> => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  NODE_COMPILE_CACHE: compileCache(),
  NODE_OPTIONS: '--v8-pool-size=0', // as `npm start`
  PORT: '0',
  ...(settings.KEYWRIGHT_DATA_DIR &&
    !settings.DATABASE_URL &&
    (await databaseSettings(settings.KEYWRIGHT_DATA_DIR, { migrated: false }))),
  ...settings,
});

interface LaunchOptions {
  /** A file descriptor for standard error, which is not read then. */
  readonly stderr?: number | 'pipe';
  /** A command that the process's is appended to. */
  readonly wrapper?: readonly string[];
  readonly nodeOptions?: readonly string[];
  /** The working folder, where a `.env` may be; absent: the project. */
  readonly cwd?: string;
}

async function launch(
  script: string,
  settings: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  { stderr = 'pipe', wrapper = [], nodeOptions = [], cwd = ROOT }: LaunchOptions = {},
) {
  await fillCompileCache();
  const [command = '', ...words] = [
    ...wrapper,
    process.execPath,
    ...nodeOptions,
    resolve(ROOT, script),
    ...args,
  ];
  const child = spawn(command, words, {
    cwd,
    env: await environment(settings),
    stdio: ['ignore', 'pipe', stderr],
  });
  const written = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (written.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (written.stderr += chunk.toString()));
  return { child, output: () => ({ ...written }) };
}

/** A server that is being started, as `npm start` does it. */
export interface StartingServer extends Omit<RunningServer, 'url'> {
  /** Its address, once it says that it is ready. Rejects when it ends before. */
  readonly ready: Promise<string>;
}

/** Starts the server in a process of its own, and does not wait for it. */
export async function spawnServer(
  settings: Readonly<Record<string, string>>,
  options?: LaunchOptions,
): Promise<StartingServer> {
  const { child, output } = await launch('src/main.ts', settings, [], options);
  const ready = new Promise<string>((done, failed) => {
    child.stdout?.on('data', () => {
      const [, found] =
        /GraphQL +(https?:\S+)\/graphql\n[\s\S]*npm run sign-in-link\n/.exec(output().stdout) ?? [];
      if (found) done(found);
    });
    child.once('exit', (code) =>
      failed(new Error(`the server ended with ${code}: ${output().stderr}`)),
    );
  });
  ready.catch(() => {}); // for those who only wait for its end
  const kill = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return { ready, child, output, kill, [Symbol.asyncDispose]: () => kill('SIGKILL') };
}

/** Starts the server and waits until it says that it is ready. */
export async function startProcess(
  settings: Readonly<Record<string, string>>,
  options?: LaunchOptions,
): Promise<RunningServer> {
  const server = await spawnServer(settings, options);
  return { ...server, url: await server.ready };
}

/** Runs one of the project's scripts to its end. */
export async function runScript(
  script: string,
  settings: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  options?: LaunchOptions,
) {
  const { child, output } = await launch(script, settings, args, options);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output() };
}
