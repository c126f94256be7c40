import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { makeDataDir } from './kms.ts';
import { type RunningServer, startProcess } from './process.ts';

export const fixed = {
  KEYWRIGHT_ACCESS_KEY_ID: 'configured',
  KEYWRIGHT_ACCESS_KEY_SECRET: 'configured-secret',
};
/** Of the account of the deployment. */
export const configured = {
  accountId: '',
  id: fixed.KEYWRIGHT_ACCESS_KEY_ID,
  secret: fixed.KEYWRIGHT_ACCESS_KEY_SECRET,
};

export interface LogLine {
  readonly msg: string;
  readonly worker?: number;
  readonly pid?: number;
  readonly [field: string]: unknown;
}

/** A server of several processes. */
export interface WorkersServer extends RunningServer {
  readonly dataDir: string;
  /** What its processes have logged so far. */
  readonly lines: () => LogLine[];
  /** Waits until they have logged a line. @param count so many of them */
  readonly logged: (fits: Partial<LogLine>, count?: number) => Promise<LogLine>;
  /** The process of a worker, the latest one. */
  readonly pidOf: (worker: number) => number;
}

/** The lines of a log, between which the message of a start that fails may be. */
const parseLines = (text: string): LogLine[] =>
  text
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogLine);

export async function startWorkers(
  settings: Readonly<Record<string, string>> = {},
  {
    dataDir = makeDataDir(),
    ...options
  }: Parameters<typeof startProcess>[1] & {
    dataDir?: string;
  } = {},
): Promise<WorkersServer> {
  const server = await startProcess(
    { KEYWRIGHT_DATA_DIR: dataDir, KEYWRIGHT_WORKERS: '2', ...fixed, ...settings },
    options,
  );
  const lines = () => parseLines(server.output().stderr);
  const all = (fits: Partial<LogLine>) =>
    lines().filter((line) => Object.entries(fits).every(([name, value]) => line[name] === value));
  const logged = async (fits: Partial<LogLine>, count = 1) => {
    for (;;) {
      const line = all(fits)[count - 1];
      if (line) return line;
      await once(server.child.stderr as Readable, 'data');
    }
  };
  await logged({ msg: 'started' }, 2);
  return {
    ...server,
    dataDir,
    lines,
    logged,
    pidOf: (worker) => Number(all({ msg: 'started', worker }).at(-1)?.pid),
  };
}

/** Waits until no process of these ids runs. */
export async function ended(pids: readonly number[]): Promise<void> {
  while (pids.some(isRunning)) await new Promise(setImmediate);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The value of one series of the metrics, or the sum of several. */
export const sumOf = (text: string, series: string): number =>
  text
    .split('\n')
    .filter((line) => line.startsWith(series))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
