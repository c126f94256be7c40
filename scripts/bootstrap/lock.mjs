import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

const LOCK = '.bootstrap-lock';
/** No set-up takes longer. */
const MAX_SECONDS = 1_800;

/** Two starts at once: the second waits until the first has done the work. A lock whose owner is gone is none. */
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

/** Its owner is gone, or went before it could write who it was. */
function isStale() {
  try {
    const owner = Number(readFileSync(LOCK, 'utf8'));
    const ageSeconds = (Date.now() - statSync(LOCK).mtimeMs) / 1_000;
    // A process number comes again: in a restarted container it may be our own, or that of anything that runs long.
    if (owner === process.pid || ageSeconds > MAX_SECONDS) return true;
    return owner > 0 ? !isAlive(owner) : ageSeconds > 5;
  } catch {
    return false; // it was released while we looked
  }
}

/** Of two that find the same stale lock only one gets to move it away; the other must not take a fresh one for it. */
function discardStale() {
  const mine = `${LOCK}-${process.pid}`;
  try {
    renameSync(LOCK, mine);
    rmSync(mine);
  } catch {
    // another was faster
  }
}
