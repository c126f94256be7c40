import { readdirSync, readFileSync } from 'node:fs';

/** Time of processes and all their threads, in microseconds. */
export interface ProcessUsage {
  /** On a core. */
  readonly cpu: number;
  /** Waiting for a core that another process was using. */
  readonly waited: number;
}

/**
 * The usage of processes, from Linux: /metrics has the CPU time too, but making that page costs a server as much as some
 * requests. NaN on other systems.
 */
export function usageOf(processIds: readonly number[]): ProcessUsage {
  try {
    const tasks = processIds.flatMap((pid) =>
      readdirSync(`/proc/${pid}/task`).map((task) => `/proc/${pid}/task/${task}`),
    );
    const threads = tasks.map((task) =>
      readFileSync(`${task}/schedstat`, 'utf8').split(' ').map(Number),
    );
    const sum = (at: number) =>
      threads.reduce((total, nanoseconds) => total + (nanoseconds[at] ?? 0), 0) / 1_000;
    return { cpu: sum(0), waited: sum(1) };
  } catch {
    return { cpu: Number.NaN, waited: Number.NaN };
  }
}

/** Resident memory of a server, from its metrics. */
export async function residentMebibytes(url: string): Promise<number> {
  const answer = await fetch(`${url}/metrics`, { headers: { connection: 'close' } });
  const [, bytes] = /^process_resident_memory_bytes (\S+)$/m.exec(await answer.text()) ?? [];
  return Number(bytes) / 2 ** 20;
}
