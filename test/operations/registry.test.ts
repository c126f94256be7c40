import { describe, expect, it } from 'vitest';
import { schema } from '#graphql/build-schema.ts';
import { findOperation, OPERATIONS, OPERATOR_OPERATIONS } from '#operations/registry.ts';
import { factsOf, kebabCase, operationFiles } from '../support/operation/discover.ts';
import { mutationName } from '../support/operation/test-contract.ts';

const ALL = [...OPERATIONS, ...OPERATOR_OPERATIONS];

describe('The registry', () => {
  it('has each name once', () => {
    expect(new Set(ALL.map(({ name }) => name)).size).toBe(ALL.length);
  });

  it('has one operation for each file in src/operations/<noun>/, named after it', () => {
    const files = operationFiles().map(({ file }) => file);
    expect(files.sort()).toEqual(ALL.map(({ name }) => `${kebabCase(name)}.ts`).sort());
  });

  it.each(ALL)('has the record that the file of $name exports', async (operation) => {
    const file = kebabCase(operation.name);
    const { noun } = operationFiles().find((one) => one.file === `${file}.ts`) ?? { noun: '' };
    const exported = (await import(`#operations/${noun}/${file}.ts`)) as object;
    expect(Object.values(exported).filter((value) => value === operation)).toHaveLength(1);
  });

  it.each(OPERATOR_OPERATIONS)('finds no $name for a caller', ({ service = 'kms', name }) => {
    expect(findOperation(service, name)).toBeUndefined();
  });

  it('has an operation for every mutation', () => {
    expect(Object.keys(schema.getMutationType()?.getFields() ?? {}).sort()).toEqual(
      OPERATIONS.filter(({ effect, rpcOnly }) => effect !== 'read' && !rpcOnly)
        .map(mutationName)
        .sort(),
    );
  });
});

describe('The test file of an operation', () => {
  it.each(OPERATIONS)('of $name exports its facts', async ({ name }) => {
    await factsOf(name);
  });
});
