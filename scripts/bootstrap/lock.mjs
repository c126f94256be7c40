import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

const LOCK = '.bootstrap-lock';
/** Longer than any set-up takes. */
const MAX_SECONDS = 1_800;

/** Takes the lock of the set-up. A second start waits until the first has finished. The lock of a process that has ended is ignored. */
export function lock() {
  for (let waited = false; ; waited = true) {
    try {
      writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (isStale()) discardStale();
      if (!waited) console.error('Waiting for another start to finish its set-up…');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
}

export const unlock = () => rmSync(LOCK, { force: true });

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Whether the process that owns the lock has ended, or ended before it wrote its id. */
function isStale() {
  try {
    const owner = Number(readFileSync(LOCK, 'utf8'));
    const ageSeconds = (Date.now() - statSync(LOCK).mtimeMs) / 1_000;
    // Process ids are reused: in a restarted container it may be our own, or that of another long-running process.
    if (owner === process.pid || ageSeconds > MAX_SECONDS) return true;
    return owner > 0 ? !isAlive(owner) : ageSeconds > 5;
  } catch {
    return false; // it was released in the meantime
  }
}

/** Removes a stale lock. Renaming it first ensures that of two processes only one removes it, and none removes a new lock. */
function discardStale() {
  const mine = `${LOCK}-${process.pid}`;
  try {
    renameSync(LOCK, mine);
    rmSync(mine);
  } catch {
    // another process has removed it
  }
}
