/** Why jobs that cannot be undone are held on SQLite, which has no second clock to compare with. */
export const HOLD_REASONS = {
  jump: 'The clock was set while the server ran.',
  stop: 'No server ran for more than a day.',
  behind: 'The clock is behind the time at which a server last ran.',
} as const;
/** What made the clock doubtful. The log shows its text. */
export type HoldReason = keyof typeof HOLD_REASONS;

/** A longer stop starts a hold: a wrong clock could make keys due that are not. */
export const MAX_STOP_MILLISECONDS = 86_400_000;

/** How long a server must run before it trusts a clock that the operator has not confirmed. */
export const HOLD_HOURS = 24;
/** The same in milliseconds. */
export const HOLD_MILLISECONDS = HOLD_HOURS * 3_600_000;

/**
 * The reason for a hold at a start; undefined without one.
 * @param stopped milliseconds from the time at which a server last ran until now; negative for a clock that is behind
 */
export function holdReasonAtStart(
  stopped: number,
  maxSkewMilliseconds: number,
): HoldReason | undefined {
  if (stopped > MAX_STOP_MILLISECONDS) return 'stop';
  return stopped < -maxSkewMilliseconds ? 'behind' : undefined;
}

/** The log text for a hold: the reason, its effect and what to do. */
export const holdAdvice = (reason: HoldReason): string =>
  `${HOLD_REASONS[reason]} No key is destroyed, no material expires and no expired row is removed until the server has run for ${HOLD_HOURS} hours. If the clock is right, run: npm run clock -- confirm`;
