import { spawn } from 'node:child_process';
import { installEnvironment } from './environment.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Somebody has stopped it, which says nothing about whether it would have worked. */
export class InterruptedError extends Error {}

/** The Node that runs npm. On this PATH `node` may be the project's own, which npm is just replacing. */
export const systemNode = () => process.env.npm_node_execpath ?? process.execPath;

/** @throws Error with all that npm has said, when it fails */
export function runNpm(...args) {
  const npm = process.env.npm_execpath;
  return npm ? run(systemNode(), npm, ...args) : run('npm', ...args);
}

export const runNode = (node, script) => run(node, script);

/** Runs a command to its end. Told to stop, it stops that first: an orphan would go on writing under the next start. */
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
        reject(new InterruptedError('The set-up was interrupted; the next start does it again.'));
      else
        reject(
          new Error(`${output}\n${[command, ...args].join(' ')} failed; its output is above.`),
        );
    });
  });
}
