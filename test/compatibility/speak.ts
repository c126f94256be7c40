import { getNamedType, isObjectType } from 'graphql';
import { pascalCase } from '#domain/words.ts';
import { schema } from '#graphql/build-schema.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import type { Surface } from '../support/caller.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { graphqlShape } from '../support/graphql-shape.ts';
import type { Credential, Kms } from '../support/kms.ts';
import { READS } from '../support/reads.ts';
import { callV1 } from '../support/rpc-client.ts';

/** Input in the operation's own names: bytes as Buffers, what is nested as objects in camelCase. */
export type Input = Readonly<Record<string, unknown>>;

/** `ok` and the answer, or the code of the refusal. */
export interface Outcome {
  readonly outcome: string;
  readonly answer?: unknown;
}

export const isSpokenBy = (surface: Surface, { rpcOnly }: AnyOperation): boolean =>
  surface === 'rpc' || !rpcOnly;

/** Any operation by either surface, without a word of its own for a new one. */
export const speak = (
  surface: Surface,
  kms: Kms,
  credential: Credential,
  operation: AnyOperation,
  input: Input,
): Promise<Outcome> =>
  (surface === 'rpc' ? speakRpc : speakGraphql)(kms, credential, operation, input);

async function speakRpc(
  kms: Kms,
  credential: Credential,
  operation: AnyOperation,
  input: Input,
): Promise<Outcome> {
  const { status, json } = await callV1(kms, credential, operation.name, wireOf(operation, input));
  return status === 200 ? { outcome: 'ok', answer: json } : { outcome: String(json.Code) };
}

/** These travel as one parameter for each value. */
const NUMBERED: ReadonlySet<string> = new Set(['ResourceId', 'Tag', 'TagKey']);

/** The input as the parameters of the query-string API. */
export const wireOf = (operation: AnyOperation | undefined, input: Input): Record<string, string> =>
  Object.fromEntries(
    Object.entries(input).flatMap(([field, value]) =>
      parametersOf(operation?.wireNames?.[field] ?? pascalCase(field), value),
    ),
  );

function parametersOf(name: string, value: unknown): [string, string][] {
  if (Buffer.isBuffer(value)) return [[name, value.toString('base64')]];
  if (!Array.isArray(value)) return [[name, String(value)]];
  if (!NUMBERED.has(name)) return [[name, JSON.stringify(value.map(pascalCased))]];
  return value.flatMap((one: unknown, index) =>
    typeof one === 'object' && one !== null
      ? Object.entries(one).map(([inner, text]): [string, string] => [
          `${name}.${index + 1}.${inner.replace('tag', '')}`,
          String(text),
        ])
      : [[`${name}.${index + 1}`, String(one)] as [string, string]],
  );
}

const pascalCased = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [pascalCase(name), inner]))
    : value;

async function speakGraphql(
  kms: Kms,
  credential: Credential,
  operation: AnyOperation,
  input: Input,
): Promise<Outcome> {
  const read = READS[operation.name];
  if (!read && operation.effect === 'read')
    throw new Error(`test/support/reads.ts does not say where GraphQL reads ${operation.name}`);
  const { resourceType: _keys, ...fields } = input; // what the query-string API alone asks
  const spelled = jsonOf(fields) as Input;
  const body = read
    ? { query: read.document, variables: spelled }
    : { query: mutationOf(operation), variables: { input: graphqlShape(operation.name, spelled) } };
  const { data, errors } = await postGraphql(kms, credential, body);
  const [error] = errors ?? [];
  if (error) return { outcome: String(error.extensions.code) };
  return { outcome: 'ok', answer: data?.answer };
}

export const mutationName = ({ name, mutation }: AnyOperation): string =>
  mutation ?? `${name[0]?.toLowerCase()}${name.slice(1)}`;

/** The mutation that performs an operation, put together from the schema; it answers the key id where it can. */
function mutationOf(operation: AnyOperation): string {
  const name = mutationName(operation);
  const field = schema.getMutationType()?.getFields()[name];
  const input = field?.args.find((argument) => argument.name === 'input');
  if (!field || !input) throw new Error(`GraphQL has no mutation ${name} with an input`);
  const type = getNamedType(field.type);
  const selection = isObjectType(type) && 'keyId' in type.getFields() ? 'keyId' : '__typename';
  return `mutation ($input: ${input.type}) { answer: ${name}(input: $input) { ${selection} } }`;
}

const jsonOf = (value: unknown): unknown => {
  if (Buffer.isBuffer(value)) return value.toString('base64');
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, jsonOf(inner)]));
};
