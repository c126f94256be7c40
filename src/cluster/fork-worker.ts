import cluster, { type Worker } from 'node:cluster';

/** A debugger is for the process whose options ask for it: NODE_OPTIONS too would open one in each worker. */
const NO_DEBUGGER = ['--no-inspect', '--no-inspect-brk', '--no-inspect-wait'];

/**
 * Starts a worker, with the settings and Node's options of this process.
 * @param port the port on which other workers listen already
 */
export function forkWorker(number: number, port: number | undefined): Worker {
  cluster.setupPrimary({
    execArgv: [...process.execArgv, ...NO_DEBUGGER],
    // `ps` shows them.
    args: [`--worker=${number}`, ...(port === undefined ? [] : [`--port=${port}`])],
  });
  return cluster.fork();
}
