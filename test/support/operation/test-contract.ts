import { isInputObjectType, isNonNullType, isObjectType } from 'graphql';
import { expect, it } from 'vitest';
import { pascalCase } from '#domain/words.ts';
import { schema } from '#graphql/build-schema.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import { wireName } from '#rpc/input.ts';
import { camelCase } from '../camel-case.ts';
import { callV1, VERSIONS } from '../rpc-client.ts';
import { callOperation } from './call-operation.ts';
import { type Example, type Facts, successOf } from './facts.ts';
import { referenceFields } from './reference-fields.ts';
import { rpcParameters } from './spell.ts';
import type { Input } from './subject.ts';
import type { Subjects } from './subjects.ts';

export const mutationName = ({ name, mutation }: AnyOperation): string =>
  mutation ?? camelCase(name);

/** The names, the GraphQL field, the audited fields and the refused parameters of an operation. */
export function testContract(facts: Facts, subjects: () => Promise<Subjects>): void {
  const { operation, examples, always } = facts;
  const parameters = async ([example]: readonly [Example, ...Example[]]) =>
    rpcParameters(operation, await inputFor(example, await subjects()));

  it('has the published parameters and answers with the published fields', async () => {
    const ours = operation.graphqlOnlyFields ?? [];
    const parameters = Object.keys(operation.input.shape)
      .filter((field) => !ours.includes(field))
      .map((field) => wireName(operation, field));
    expect(parameters.sort()).toEqual([...facts.parameters].sort());
    const response = Object.keys(operation.output.shape).map(pascalCase).sort();
    expect(response).toEqual([...facts.response].sort());
    if (operation.graphqlOnly) return;
    const { kms, callerOf } = await subjects();
    const input = await inputFor(examples[0], await subjects());
    const credential = await callerOf(facts);
    const { outcome, answer } = await callOperation('rpc', kms, credential, facts, input);
    expect(outcome).toBe(successOf(facts));
    if (!always) expect(Object.keys(answer as object).sort()).toEqual(response);
  });

  it('keeps only the published fields of its input in the audit log', () => {
    expect(operation.audit ?? []).toEqual(facts.audited ?? []);
  });

  if (operation.key)
    it('has the published references in its record', () => {
      const fields = operation.key?.from ?? ['keyId'];
      for (const field of referenceFields(operation).filter((one) => fields.includes(one)))
        expect([...(operation.key?.accepts ?? [])].sort()).toEqual(
          [...(facts.references?.[field] ?? [])].sort(),
        );
    });

  it.runIf(operation.unsupportedParameters?.length).each(operation.unsupportedParameters ?? [])(
    'refuses the parameter %s, which the API knows and this service does not support',
    async (parameter) => {
      const { kms, account } = await subjects();
      const input = { ...(await parameters(examples)), [parameter]: 'x' };
      const { json } = await callV1(kms, account, operation.name, input, {
        params: { Version: VERSIONS[operation.service ?? 'kms'] },
      });
      expect(json.Code).toBe('UnsupportedOperation');
    },
  );

  it.runIf(facts.refusedValues).each(facts.refusedValues ?? [])(
    'refuses $parameter=$value',
    async ({ parameter, value, code }) => {
      const { kms, account } = await subjects();
      const { json } = await callV1(kms, account, operation.name, {
        ...(await parameters(examples)),
        [parameter]: value,
        Version: VERSIONS[operation.service ?? 'kms'],
      });
      expect(json.Code).toBe(code);
    },
  );

  if (!operation.rpcOnly) testGraphqlField(facts);
}

/** The input of an example, on a key that is in the state it needs. */
export async function inputFor(example: Example, { take, put }: Subjects): Promise<Input> {
  const subject = await take(example.on ?? 'symmetric key');
  const input = (await example.input?.(subject)) ?? {};
  if (example.state) await put(subject.keyId, example.state);
  return input;
}

function testGraphqlField({ operation, graphqlField = '', graphqlInputFields }: Facts): void {
  if (operation.effect === 'read') {
    it('can be read in GraphQL', () => {
      const path = graphqlField.replace(/\(.*/, '').split('.');
      const [type, field] = path.length > 1 ? path : ['Query', ...path];
      const found = schema.getType(String(type));
      expect(isObjectType(found) && found.getFields()).toHaveProperty(String(field));
    });
    return;
  }
  const mutation = schema.getMutationType()?.getFields()[mutationName(operation)];

  it('has a mutation of its name, or of the name in its record, which is nullable', () => {
    expect(mutation).toBeDefined();
    expect(isNonNullType(mutation?.type)).toBe(false);
  });

  it('takes the same fields in GraphQL', () => {
    const type = mutation?.args.find(({ name }) => name === 'input')?.type;
    expect([...new Set(fieldsOf(type))].sort()).toEqual(
      [...(graphqlInputFields ?? Object.keys(operation.input.shape))].sort(),
    );
  });
}

/** The fields of an input type. Those that exclude each other are in `@oneOf` types within it. */
function fieldsOf(type: unknown): string[] {
  const input = isNonNullType(type) ? type.ofType : type;
  if (!isInputObjectType(input)) return [];
  return Object.values(input.getFields()).flatMap((field) => {
    const inner = isNonNullType(field.type) ? field.type.ofType : field.type;
    return isInputObjectType(inner) ? fieldsOf(inner) : [field.name];
  });
}
