import { mkdtempSync, rmSync } from 'node:fs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface ScratchFolder extends Disposable {
  readonly path: string;
}

/**
 * A folder for this account alone (mode 700), which goes with all that it holds when its scope ends, or when the
 * process is told to stop.
 * @param prefix a path to which a few letters are added
 */
export function scratchFolder(prefix: string): ScratchFolder {
  const path = mkdtempSync(prefix);
  const remove = () => {
    for (const signal of SIGNALS) process.off(signal, stop);
    rmSync(path, { recursive: true, force: true });
  };
  const stop = (signal: NodeJS.Signals) => {
    remove();
    process.kill(process.pid, signal); // nobody listens any more: it ends as whoever sent it expects
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return { path, [Symbol.dispose]: remove };
}
