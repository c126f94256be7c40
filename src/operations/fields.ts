import { z } from 'zod';
import { isStorableText } from '#domain/text.ts';

/**
 * The vocabulary of input fields. A field takes its native value (GraphQL) or its text (RPC): `integer` takes 7
 * and "7". No `z.coerce`: it takes "1e3", "0x10" and "", and makes "false" true.
 */

const INTEGER_TEXT = /^-?(0|[1-9][0-9]*)$/;

/** A whole number from `min` to `max`. */
export const integer = (min: number, max: number) => {
  const error = `Give a whole number from ${min} to ${max}.`;
  return z
    .union([z.int(), z.string().regex(INTEGER_TEXT).transform(Number)], { error })
    .pipe(z.int({ error }).min(min, { error }).max(max, { error }));
};

/** Text of at most `max` characters (code points), such as every database and XML can carry. */
export const text = (max: number, min = 0) => {
  const error = `Give ${min} to ${max} characters, without control characters.`;
  return z.string({ error }).refine((value) => isStorableText(value, min, max), { error });
};

/** One word of a list, case-sensitive. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `Use one of: ${values.join(', ')}. The case of letters counts.` });

/** How a caller names a key: its id, `alias/…` or an ARN. Which of them an operation takes, its record says. */
export const keyReference = text(512, 1);

export const description = text(8192);

export const pageNumber = integer(1, 2_147_483_647).default(1);
export const pageSize = integer(1, 100).default(10);
