/** Why jobs that cannot be undone wait on SQLite, where no other clock confirms the server's. */
export const HOLD_REASONS = {
  jump: 'The clock was set while the server ran.',
  stop: 'No server ran for more than a day.',
  behind: 'The clock is behind the time at which a server ran last.',
} as const;
export type HoldReason = keyof typeof HOLD_REASONS;

export const MAX_STOP_MILLISECONDS = 86_400_000;

/** How long a server has to run before it trusts a clock that nobody has confirmed. */
export const HOLD_HOURS = 24;
export const HOLD_MILLISECONDS = HOLD_HOURS * 3_600_000;

/** @param stopped the milliseconds from the time at which a server ran last to the start of this one */
export function holdReasonAtStart(
  stopped: number,
  maxSkewMilliseconds: number,
): HoldReason | undefined {
  if (stopped > MAX_STOP_MILLISECONDS) return 'stop';
  return stopped < -maxSkewMilliseconds ? 'behind' : undefined;
}

/** The reason, its effect, and what to do. */
export const adviceFor = (reason: HoldReason): string =>
  `${HOLD_REASONS[reason]} No key is destroyed, no material expires and nothing is swept until the server has run for ${HOLD_HOURS} hours. If the clock is right, run: npm run clock -- confirm`;
