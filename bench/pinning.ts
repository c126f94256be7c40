import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const CORES = { server: '0', load: '1' } as const;

/** Whether processes can be pinned to separate cores here. */
export const hasTaskset: boolean =
  availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** A command that runs on the core of the server or of the load. */
export const pinned = (part: keyof typeof CORES, command: readonly string[]): readonly string[] =>
  hasTaskset ? ['taskset', '-c', CORES[part], ...command] : command;

/** Moves this process with all its threads to the core of the server or of the load. */
export function pinSelf(part: keyof typeof CORES): void {
  if (hasTaskset) spawnSync('taskset', ['-a', '-c', '-p', CORES[part], String(process.pid)]);
}
