import { UnsupportedOperationError } from '#domain/errors.ts';
import { pascalCase } from '#domain/words.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import type { Params } from './query-string.ts';
import { type WireReader, wireReader } from './wire-values.ts';

/**
 * Name of a field in RPC requests. Names that no operation declares, such as `Format`, are wire
 * names already.
 */
export const wireName = (operation: AnyOperation | undefined, field: string): string =>
  operation?.wireNames?.[field] ??
  (operation && field in operation.input.shape ? pascalCase(field) : field);

/** A field of an operation's input, and how a request has it. */
interface WireField {
  readonly field: string;
  readonly read: WireReader;
}

/** The fields of each operation. Its record never changes, so they are prepared once. */
const WIRE_FIELDS = new WeakMap<AnyOperation, readonly WireField[]>();

function wireFieldsOf(operation: AnyOperation): readonly WireField[] {
  const known = WIRE_FIELDS.get(operation);
  if (known) return known;
  const ours = operation.graphqlOnlyFields ?? [];
  const fields = Object.keys(operation.input.shape)
    .filter((field) => !ours.includes(field))
    .map((field) => ({ field, read: wireReader(field, wireName(operation, field)) }));
  WIRE_FIELDS.set(operation, fields);
  return fields;
}

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
  const input: Record<string, unknown> = {};
  for (const { field, read } of wireFieldsOf(operation)) {
    const value = read(params);
    if (value !== undefined) input[field] = value;
  }
  return input;
}
