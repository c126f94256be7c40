import { pascalCase } from '#domain/words.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import type { Input } from './subject.ts';

/** An encryption context as tests write it. */
export type Pairs = readonly (readonly [string, string])[];

const isPairs = (value: unknown): value is Pairs =>
  Array.isArray(value) && value.length > 0 && value.every((pair) => Array.isArray(pair));

/** A context as JSON, written pair by pair: an object would lose `__proto__` and merge equal names. */
export const contextJson = (pairs: Pairs): string =>
  `{${pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;

/** Input as GraphQL variables: bytes as base64, an encryption context as a list of objects. */
export function graphqlVariables(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return value.toString('base64');
  if (isPairs(value)) return value.map(([key, text]) => ({ key, value: text }));
  if (Array.isArray(value)) return value.map(graphqlVariables);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, graphqlVariables(inner)]),
  );
}

/** These are sent as one parameter for each value. */
const NUMBERED: ReadonlySet<string> = new Set(['ResourceId', 'Tag', 'TagKey']);

/** Input as the parameters of the RPC API. */
export const rpcParameters = (
  operation: AnyOperation | undefined,
  input: Input,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(input).flatMap(([field, value]) =>
      parametersOf(operation?.wireNames?.[field] ?? pascalCase(field), value),
    ),
  );

function parametersOf(name: string, value: unknown): [string, string][] {
  if (value === undefined) return [];
  if (Buffer.isBuffer(value)) return [[name, value.toString('base64')]];
  if (isPairs(value)) return [[name, contextJson(value)]];
  if (!Array.isArray(value)) return [[name, String(value)]];
  if (NUMBERED.has(name)) return value.flatMap((one, index) => numbered(name, index + 1, one));
  return value.length > 0 ? [[name, JSON.stringify(value.map(pascalCased))]] : [];
}

const numbered = (name: string, number: number, value: unknown): [string, string][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).map(([inner, text]) => [
        `${name}.${number}.${inner.replace('tag', '')}`,
        String(text),
      ])
    : [[`${name}.${number}`, String(value)]];

const pascalCased = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [pascalCase(name), inner]))
    : value;
