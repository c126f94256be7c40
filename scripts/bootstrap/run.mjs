import { spawn } from 'node:child_process';
import { installEnvironment } from './environment.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** A signal stopped the command. It might have succeeded otherwise. */
export class InterruptedError extends Error {}

/** The Node that runs npm. `node` on the PATH may be the project's own, which npm may be replacing. */
export const systemNode = () => process.env.npm_node_execpath ?? process.execPath;

/** Runs npm. @throws Error with all output of npm if it fails */
export function runNpm(...args) {
  const npm = process.env.npm_execpath;
  return npm ? run(systemNode(), npm, ...args) : run('npm', ...args);
}

/** Runs a script. @throws Error with its output if it fails */
export const runNode = (node, script) => run(node, script);

/** Runs a command. A signal to this process stops the command too: otherwise it would continue to write during the next start. */
function run(command, ...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: installEnvironment(process.env),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output += chunk));
    let stopped = false;
    const stop = (signal) => {
      stopped = true;
      child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, stop);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const each of SIGNALS) process.off(each, stop);
      if (code === 0) resolve();
      else if (stopped || signal)
        reject(new InterruptedError('The set-up was interrupted. The next start repeats it.'));
      else
        reject(
          new Error(`${output}\n${[command, ...args].join(' ')} failed. Its output is above.`),
        );
    });
  });
}
