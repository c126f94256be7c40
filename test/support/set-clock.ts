/** The clock of a server, which a test sets, and the monotonic clock beside it, which nobody can set. */
export function setClock(start: Date) {
  let clock = start.getTime();
  let monotonic = 1_000_000;
  return {
    serverClock: () => new Date(clock),
    monotonic: () => monotonic,
    now: () => new Date(clock),
    /** Time passes. */
    pass(milliseconds: number) {
      clock += milliseconds;
      monotonic += milliseconds;
    },
    /** Somebody sets the clock forward, or back. */
    set(milliseconds: number) {
      clock += milliseconds;
    },
  };
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
