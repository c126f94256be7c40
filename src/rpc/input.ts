import { UnsupportedOperationError } from '#domain/errors.ts';
import { pascalCase } from '#domain/words.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import type { Params } from './query-string.ts';
import { readQuirk } from './quirks.ts';

/** What a field of this operation is called on the wire. Names that are the wire's already stay as they are. */
export const wireName = (operation: AnyOperation | undefined, field: string): string =>
  operation?.wireNames?.[field] ??
  (operation && field in operation.input.shape ? pascalCase(field) : field);

/**
 * The operation's input from the wire's parameters. What the API does not know is left out; what it knows and
 * we do not support yet is refused by name: dropping it would do something else than was asked. An empty value is
 * none: SDKs and the command line send their unset parameters so.
 */
export function inputOf(operation: AnyOperation, params: Params): Record<string, unknown> {
  for (const name of operation.unsupportedParameters ?? [])
    if (params.get(name))
      throw new UnsupportedOperationError(
        `The parameter ${name} is not supported yet; leave it out.`,
      );
  const fields = Object.keys(operation.input.shape).map(
    (field) => [field, readQuirk(field, wireName(operation, field), params)] as const,
  );
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}
