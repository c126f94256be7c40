import type { z } from 'zod';
import { InvalidParameterError, MissingParameterError } from '#domain/errors.ts';

/** What a caller may hand over: GraphQL sends explicit nulls for optional fields, which count as absent. */
export type Loose<T> = { [K in keyof T]: undefined extends T[K] ? T[K] | null : T[K] };

/** For what a declaration has no advice of its own: zod's sentence would quote the name that it does not know. */
const withoutNames = ({ code }: { readonly code: string }) =>
  code === 'unrecognized_keys' ? 'It has a field that is not known.' : undefined;

/**
 * Input by its declaration, or the error that names the first field at fault. The error never holds the value.
 * @throws MissingParameterError, InvalidParameterError
 */
export function parseInput<I extends z.ZodObject>(schema: I, input: object): z.output<I> {
  const given = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== null && value !== undefined),
  );
  const { success, data, error } = schema.safeParse(given, { error: withoutNames });
  if (success) return data;
  const issue = error.issues[0];
  const field = String(issue?.path[0] ?? 'input');
  if (issue?.path.length === 1 && !(field in given)) throw new MissingParameterError(field);
  throw new InvalidParameterError(field, issue?.message);
}
