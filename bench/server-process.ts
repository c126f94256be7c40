import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
}

/** The command that runs a script of this folder with Node. */
export const nodeCommand = (script: string, ...args: readonly string[]): readonly string[] => [
  process.execPath,
  resolve(import.meta.dirname, script),
  ...args,
];

/** Starts a server in a child process, which ends with this one. Resolves when it has printed its address. */
export async function startServer(
  [command = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd?: string,
): Promise<ServerProcess> {
  const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => void child.kill('SIGTERM');
  process.on('exit', kill);
  let text = '';
  for await (const chunk of child.stdout.iterator({
    destroyOnReturn: false,
  }) as AsyncIterable<Buffer>) {
    text += chunk.toString();
    const [, url] = /(http:\/\/127\.0\.0\.1:\d+)/.exec(text) ?? [];
    if (!url) continue;
    child.stdout.resume(); // read further output, so that the pipe does not fill up
    return {
      url,
      async [Symbol.asyncDispose]() {
        process.off('exit', kill);
        if (child.exitCode !== null || child.signalCode !== null) return;
        kill();
        await once(child, 'exit');
      },
    };
  }
  process.off('exit', kill);
  throw new Error(`${args.join(' ')} did not start`);
}
