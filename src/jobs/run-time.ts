/**
 * A run of a job begins nothing more after this; the next run goes on. The audit rows of a run have the time at which it
 * began, and no row may be committed long after its time (store/read/audit/settled.ts). A server that stops waits for the run.
 */
const MAX_RUN_MILLISECONDS = 20_000;

/** Milliseconds by a clock that nobody can set. */
export type Monotonic = () => number;

/** Begins a run. @returns whether it may go on */
export function startRun(monotonic: Monotonic = () => performance.now()): () => boolean {
  const end = monotonic() + MAX_RUN_MILLISECONDS;
  return () => monotonic() < end;
}
