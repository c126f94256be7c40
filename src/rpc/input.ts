import { UnsupportedOperationError } from '#domain/errors.ts';
import { pascalCase } from '#domain/words.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import type { Params } from './query-string.ts';
import { readWireValue } from './wire-values.ts';

/**
 * Name of a field in RPC requests. Names that no operation declares, such as `Format`, are wire
 * names already.
 */
export const wireName = (operation: AnyOperation | undefined, field: string): string =>
  operation?.wireNames?.[field] ??
  (operation && field in operation.input.shape ? pascalCase(field) : field);

/**
 * Reads the operation's input from the parameters. Parameters that the cloud's API does not have
 * are ignored. Empty ones count as absent: SDKs and the command line send unset parameters so.
 * @throws UnsupportedOperationError for a parameter that the cloud's API has and this server does
 * not support yet: to ignore it would do something else than was asked
 */
export function readInput(operation: AnyOperation, params: Params): Record<string, unknown> {
  for (const name of operation.unsupportedParameters ?? [])
    if (params.get(name))
      throw new UnsupportedOperationError(
        `The parameter ${name} is not supported yet. Leave it out.`,
      );
  const ours = operation.graphqlOnlyFields ?? [];
  const names = Object.keys(operation.input.shape).filter((name) => !ours.includes(name));
  const fields = names.map(
    (field) => [field, readWireValue(field, wireName(operation, field), params)] as const,
  );
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}
