import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';

const CORES = { server: 0, load: 1 } as const;
type Part = keyof typeof CORES;

/** Whether processes can be pinned to separate cores here. */
export const hasTaskset: boolean =
  availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** A command that runs on the core of the server or of the load. */
export const pinned = (part: Part, command: readonly string[]): readonly string[] =>
  hasTaskset ? ['taskset', '-c', String(CORES[part]), ...command] : command;

/** Moves this process with all its threads to the core of the server or of the load. Its later children run there too. */
export function pinSelf(part: Part): void {
  if (hasTaskset)
    spawnSync('taskset', ['-a', '-c', '-p', String(CORES[part]), String(process.pid)]);
}

/** Measures how busy the core of the load is, with whatever runs on it. @returns tells the busy part since, 0 to 1 */
export function watchLoadCore(): () => number {
  const times = () => {
    const { idle = 0, ...busy } = cpus()[CORES.load]?.times ?? {};
    return { idle, busy: Object.values(busy).reduce((sum, one) => sum + one, 0) };
  };
  const before = times();
  return () => {
    const now = times();
    const busy = now.busy - before.busy;
    return busy / (busy + now.idle - before.idle);
  };
}
