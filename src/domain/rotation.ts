import { secondsAfter } from './time.ts';

/** Whether a key gets new versions by itself: Suspended while it cannot be used. */
export const AUTOMATIC_ROTATIONS = ['Enabled', 'Disabled', 'Suspended'] as const;
export type AutomaticRotation = (typeof AUTOMATIC_ROTATIONS)[number];

const DAY_SECONDS = 86_400;
const SECONDS_PER = { d: DAY_SECONDS, h: 3_600, m: 60, s: 1 } as const;
const SHORTEST_DAYS = 7;
const LONGEST_DAYS = 730;

export const INTERVAL_ADVICE = `Give ${SHORTEST_DAYS} to ${LONGEST_DAYS} days as a whole number with its unit: d, h, m or s, such as 30d or 604800s.`;

/** An interval in seconds: `604800s`, `7d`. Null for what is none, or not from 7 to 730 days (the range of the classic keys). */
export function parseRotationInterval(text: string): number | null {
  const [, number, unit] = /^([1-9][0-9]{0,9})([dhms])$/.exec(text) ?? [];
  if (!number || !unit) return null;
  const seconds = Number(number) * SECONDS_PER[unit as keyof typeof SECONDS_PER];
  return seconds >= SHORTEST_DAYS * DAY_SECONDS && seconds <= LONGEST_DAYS * DAY_SECONDS
    ? seconds
    : null;
}

interface Rotating {
  readonly state: string;
  readonly rotationIntervalSeconds: number | null;
}

export function automaticRotationOf({
  state,
  rotationIntervalSeconds,
}: Rotating): AutomaticRotation {
  if (rotationIntervalSeconds === null) return 'Disabled';
  return state === 'Enabled' ? 'Enabled' : 'Suspended';
}

/** When a key that was last rotated then rotates again. */
export const nextRotation = (last: Date, intervalSeconds: number | null): Date | null =>
  intervalSeconds === null ? null : secondsAfter(last, intervalSeconds);

/**
 * What a new version changes of its key: it encrypts from now on. After a long absence there is one rotation, and the
 * next is a whole interval away.
 */
export const afterRotation = (
  { rotationIntervalSeconds }: Pick<Rotating, 'rotationIntervalSeconds'>,
  version: { readonly id: string; readonly createdAt: Date },
) => ({
  primaryVersionId: version.id,
  lastRotationDate: version.createdAt,
  nextRotationDate: nextRotation(version.createdAt, rotationIntervalSeconds),
});
