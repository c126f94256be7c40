import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isInputObjectType, isNonNullType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '#graphql/schema.ts';
import { OPERATIONS } from '#operations/registry.ts';

const camelCase = (name: string): string => `${name[0]?.toLowerCase()}${name.slice(1)}`;
const mutations = schema.getMutationType()?.getFields() ?? {};

describe.each(OPERATIONS.filter(({ effect, rpcOnly }) => effect !== 'read' && !rpcOnly))('$name', (operation) => {
  const mutation = mutations[camelCase(operation.name)];

  it('has a mutation of its name, which may fail alone', () => {
    expect(mutation).toBeDefined();
    expect(isNonNullType(mutation?.type)).toBe(false);
  });

  it('takes the same fields in GraphQL', () => {
    const type = mutation?.args.find(({ name }) => name === 'input')?.type;
    const input = isNonNullType(type) ? type.ofType : type;
    expect(isInputObjectType(input) && Object.keys(input.getFields()).sort()).toEqual(Object.keys(operation.input.shape).sort());
  });
});

/** Where GraphQL reads what an operation of effect `read` gives. */
const QUERIES: Readonly<Record<string, string>> = {
  DescribeKey: 'key',
  ListKeys: 'keys',
  DescribeRegions: 'regions',
  DescribeAccountKmsStatus: 'accountStatus',
};

describe.each(OPERATIONS.filter(({ effect }) => effect === 'read'))('$name', ({ name }) => {
  it('can be read in GraphQL', () => {
    expect(schema.getQueryType()?.getFields()).toHaveProperty(QUERIES[name] ?? `a query for ${name}`);
  });
});

describe('The registry', () => {
  it('stands in the README, every operation', () => {
    const readme = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8');
    for (const { name } of OPERATIONS) expect(readme).toContain(name);
  });

  it('has each name once', () => {
    expect(new Set(OPERATIONS.map(({ name }) => name)).size).toBe(OPERATIONS.length);
  });

  it('has an operation for every mutation', () => {
    expect(Object.keys(mutations).sort()).toEqual(
      OPERATIONS.filter(({ effect, rpcOnly }) => effect !== 'read' && !rpcOnly)
        .map(({ name }) => camelCase(name))
        .sort(),
    );
  });
});
