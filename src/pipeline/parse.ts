import type { z } from 'zod';
import { InvalidParameterError, MissingParameterError } from '#domain/errors.ts';

/** An input in which optional fields may also be null, as GraphQL sends them. A null counts as absent. */
export type Loose<T> = { [K in keyof T]: undefined extends T[K] ? T[K] | null : T[K] };

/** Replaces zod's message about unknown fields, which would quote their names. */
const withoutNames = ({ code }: { readonly code: string }) =>
  code === 'unrecognized_keys' ? 'It has an unknown field.' : undefined;

/**
 * Parses an input by its schema. The error names the first invalid field and never holds its value.
 * @throws MissingParameterError, InvalidParameterError
 */
export function parseInput<I extends z.ZodObject>(schema: I, input: object): z.output<I> {
  const given = withoutAbsent(input);
  const { success, data, error } = schema.safeParse(given, { error: withoutNames });
  if (success) return data;
  const issue = error.issues[0];
  const field = String(issue?.path[0] ?? 'input');
  if (issue?.path.length === 1 && !(field in given)) throw new MissingParameterError(field);
  throw new InvalidParameterError(field, issue?.message);
}

/** The fields that have a value. The input itself if all of them have one, as those of RPC do. */
function withoutAbsent(input: object): object {
  const isGiven = (value: unknown) => value !== null && value !== undefined;
  if (Object.values(input).every(isGiven)) return input;
  return Object.fromEntries(Object.entries(input).filter(([, value]) => isGiven(value)));
}
