import { mkdtempSync, rmSync } from 'node:fs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A temporary folder. Its disposal deletes it. */
export interface ScratchFolder extends Disposable {
  readonly path: string;
}

/**
 * Creates a temporary folder that only this account can read (mode 700). It is deleted with its content on disposal, and
 * when the process gets a signal to stop.
 * @param prefix a path; six random characters are added to it
 */
export function scratchFolder(prefix: string): ScratchFolder {
  const path = mkdtempSync(prefix);
  const remove = () => {
    for (const signal of SIGNALS) process.off(signal, stop);
    rmSync(path, { recursive: true, force: true });
  };
  const stop = (signal: NodeJS.Signals) => {
    remove();
    process.kill(process.pid, signal); // the handlers are removed, so the signal now ends the process
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return { path, [Symbol.dispose]: remove };
}
