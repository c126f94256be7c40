import { secondsAfter } from './time.ts';

/** Whether a key is rotated automatically. Suspended: it would be, but the key cannot be used now. */
export const AUTOMATIC_ROTATIONS = ['Enabled', 'Disabled', 'Suspended'] as const;
export type AutomaticRotation = (typeof AUTOMATIC_ROTATIONS)[number];

const DAY_SECONDS = 86_400;
const SECONDS_PER = { d: DAY_SECONDS, h: 3_600, m: 60, s: 1 } as const;
const MIN_ROTATION_DAYS = 7;
const MAX_ROTATION_DAYS = 730;

/** What to do about an interval that does not parse. */
export const INTERVAL_ADVICE = `Use ${MIN_ROTATION_DAYS} to ${MAX_ROTATION_DAYS} days, as a whole number with a unit (d, h, m or s), such as 30d or 604800s.`;

/** The seconds of an interval such as `604800s` or `7d`; null for another form, or outside 7 to 730 days. */
export function parseRotationInterval(text: string): number | null {
  const [, number, unit] = /^([1-9][0-9]{0,9})([dhms])$/.exec(text) ?? [];
  if (!number || !unit) return null;
  const seconds = Number(number) * SECONDS_PER[unit as keyof typeof SECONDS_PER];
  return seconds >= MIN_ROTATION_DAYS * DAY_SECONDS && seconds <= MAX_ROTATION_DAYS * DAY_SECONDS
    ? seconds
    : null;
}

interface Rotating {
  readonly state: string;
  readonly rotationIntervalSeconds: number | null;
}

/** Whether a key is rotated automatically, from its columns. */
export function automaticRotationOf({
  state,
  rotationIntervalSeconds,
}: Rotating): AutomaticRotation {
  if (rotationIntervalSeconds === null) return 'Disabled';
  return state === 'Enabled' ? 'Enabled' : 'Suspended';
}

/**
 * When a key is rotated next; null without automatic rotation.
 * @param last when it was rotated last, or created
 */
export const nextRotation = (last: Date, intervalSeconds: number | null): Date | null =>
  intervalSeconds === null ? null : secondsAfter(last, intervalSeconds);

/**
 * The columns of a key that a new primary version changes. The next rotation is one interval after this one, so a server
 * that was stopped for many intervals rotates only once.
 */
export const afterRotation = (
  { rotationIntervalSeconds }: Pick<Rotating, 'rotationIntervalSeconds'>,
  version: { readonly id: string; readonly createdAt: Date },
) => ({
  primaryVersionId: version.id,
  lastRotationDate: version.createdAt,
  nextRotationDate: nextRotation(version.createdAt, rotationIntervalSeconds),
});
