import { z } from 'zod';
import type { AnyOperation } from './operation.ts';

/** The most bytes that a field takes in a form, percent-encoded. */
const SIZES = z.registry<{ readonly encodedBytes: number }>();

/** A byte of UTF-8 is at most three characters: %XX. */
const ENCODED = 3;
const BYTES_OF_A_CHARACTER = 4;
/** A name and its `=` and `&`. */
const NAME_BYTES = 64;

/** Notes how large a field may be on the wire. @param characters ASCII, or code points where `unicode` says so */
export function sized<S extends z.ZodType>(schema: S, characters: number, unicode = false): S {
  SIZES.add(schema, { encodedBytes: characters * (unicode ? BYTES_OF_A_CHARACTER : 1) * ENCODED });
  return schema;
}

/** The same for what comes as several parameters. @param names how many of them there are at most */
export function sizedList<S extends z.ZodType>(schema: S, names: number, encodedBytes: number): S {
  SIZES.add(schema, { encodedBytes: encodedBytes + names * NAME_BYTES });
  return schema;
}

/** @throws TypeError for a field of which no size was noted: every field of fields.ts has one */
function encodedBytesOf(schema: z.ZodType, field: string): number {
  const size = SIZES.get(schema);
  if (size) return size.encodedBytes;
  const { innerType } = schema.def as { innerType?: z.ZodType }; // of optional() and default()
  if (!innerType) throw new TypeError(`the field ${field} has no size`);
  return encodedBytesOf(innerType, field);
}

/** A key policy has 32 KB (access control, quotas). */
const POLICY_BYTES = 32_768;
/** What every request has besides its operation's own: signature, time, nonce, security token. */
const COMMON_BYTES = 8_192;

/** The most bytes that a request of this operation has as a form, also one with parameters that are not supported yet. */
export const maxRequestBytes = ({
  input,
  unsupportedParameters = [],
}: Pick<AnyOperation, 'input' | 'unsupportedParameters'>): number =>
  COMMON_BYTES +
  (unsupportedParameters.includes('Policy') ? POLICY_BYTES * ENCODED : 0) +
  Object.entries(input.shape).reduce(
    (sum, [field, schema]) => sum + NAME_BYTES + encodedBytesOf(schema as z.ZodType, field),
    0,
  );
