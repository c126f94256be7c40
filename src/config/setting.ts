import { z } from 'zod';

/** A whole number in digits, without sign. */
export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max));

/** `true` or `false`. */
export const flag = (fallback: 'true' | 'false') =>
  z
    .enum(['true', 'false'])
    .default(fallback)
    .transform((word) => word === 'true');

/** One setting. docs/settings.md is written from these. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  /** The values that it accepts. An error says `<name> must be <expected>.` */
  readonly expected: string;
  readonly schema: Schema;
  /** What it does, for docs/settings.md. */
  readonly description: string;
  /** The default in words, where the schema has none. */
  readonly fallback?: string;
}
