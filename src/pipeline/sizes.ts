import { z } from 'zod';
import type { AnyOperation } from './operation.ts';

/** Maximum number of bytes of a field in a form, percent-encoded. */
const SIZES = z.registry<{ readonly encodedBytes: number }>();

/** A byte of UTF-8 is at most three characters in a form: %XX. */
const ENCODED = 3;
const BYTES_OF_A_CHARACTER = 4;
/** Room for a parameter's name with its `=` and `&`. */
const NAME_BYTES = 64;

/**
 * Registers the maximum size of a field.
 * @param characters number of ASCII characters, or of Unicode code points if `unicode` is set
 */
export function sized<S extends z.ZodType>(schema: S, characters: number, unicode = false): S {
  SIZES.add(schema, { encodedBytes: characters * (unicode ? BYTES_OF_A_CHARACTER : 1) * ENCODED });
  return schema;
}

/** Registers the maximum size of a field that is sent as several parameters. @param names maximum number of parameters */
export function sizedList<S extends z.ZodType>(schema: S, names: number, encodedBytes: number): S {
  SIZES.add(schema, { encodedBytes: encodedBytes + names * NAME_BYTES });
  return schema;
}

/** @throws TypeError if the field has no registered size. Every field of fields.ts has one. */
function encodedBytesOf(schema: z.ZodType, field: string): number {
  const size = SIZES.get(schema);
  if (size) return size.encodedBytes;
  const { innerType } = schema.def as { innerType?: z.ZodType }; // of optional() and default()
  if (!innerType) throw new TypeError(`the field ${field} has no size`);
  return encodedBytesOf(innerType, field);
}

/** Room for the parameters of every request: signature, time, nonce, security token. */
const COMMON_BYTES = 8_192;

/** Maximum number of bytes of a request of this operation as a form. */
export const maxRequestBytes = ({ input }: Pick<AnyOperation, 'input'>): number =>
  COMMON_BYTES +
  Object.entries(input.shape).reduce(
    (sum, [field, schema]) => sum + NAME_BYTES + encodedBytesOf(schema as z.ZodType, field),
    0,
  );
