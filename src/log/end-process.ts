import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from './log.ts';

/** Time for the reader of the log to read the rest. */
export const LOG_MILLISECONDS = 1_000;

/** Ends the process once its log is written. If nobody reads it, a thread blocks in writing it, and `exit` would wait for that thread. */
export async function endProcess(log: Logger, code: number): Promise<void> {
  const written = new Promise<boolean>((done) => log.flush(() => done(true)));
  if (await Promise.race([written, pause(LOG_MILLISECONDS, false)])) process.exit(code);
  process.kill(process.pid, 'SIGKILL');
}
