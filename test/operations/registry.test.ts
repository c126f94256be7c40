import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isInputObjectType, isNonNullType, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '#graphql/build-schema.ts';
import { OPERATIONS } from '#operations/registry.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import { READS } from '../support/reads.ts';

const camelCase = (name: string): string => `${name[0]?.toLowerCase()}${name.slice(1)}`;
const mutations = schema.getMutationType()?.getFields() ?? {};

/** The fields of an input type. Those that exclude each other are in `@oneOf` types within it. */
function fieldsOf(type: unknown): string[] {
  const input = isNonNullType(type) ? type.ofType : type;
  if (!isInputObjectType(input)) return [];
  return Object.values(input.getFields()).flatMap((field) => {
    const inner = isNonNullType(field.type) ? field.type.ofType : field.type;
    return isInputObjectType(inner) ? fieldsOf(inner) : [field.name];
  });
}

/** In GraphQL keys are keys. */
const HERE: ReadonlySet<string> = new Set(['resourceType']);

const nameOf = ({ name, mutation }: AnyOperation): string => mutation ?? camelCase(name);

describe.each(OPERATIONS.filter(({ effect, rpcOnly }) => effect !== 'read' && !rpcOnly))(
  '$name',
  (operation) => {
    const mutation = mutations[nameOf(operation)];

    it('has a mutation, of its name if the record names no other, which may fail alone', () => {
      expect(mutation).toBeDefined();
      expect(isNonNullType(mutation?.type)).toBe(false);
    });

    it('takes the same fields in GraphQL', () => {
      const type = mutation?.args.find(({ name }) => name === 'input')?.type;
      expect([...new Set(fieldsOf(type))].sort()).toEqual(
        Object.keys(operation.input.shape)
          .filter((field) => !HERE.has(field))
          .sort(),
      );
    });
  },
);

describe.each(OPERATIONS.filter(({ effect, rpcOnly }) => effect === 'read' && !rpcOnly))(
  '$name',
  ({ name }) => {
    it('can be read in GraphQL', () => {
      const { type, field } = READS[name] ?? { type: 'Query', field: `a field for ${name}` };
      const found = schema.getType(type);
      expect(isObjectType(found) && found.getFields()).toHaveProperty(field);
    });
  },
);

/** What is kept of each input for the audit, as long as its key: no secret, no plaintext, no context, and nothing of any length. */
const AUDITED: Readonly<Record<string, readonly string[]>> = {
  CreateKey: [
    'origin',
    'keyUsage',
    'keySpec',
    'protectionLevel',
    'enableAutomaticRotation',
    'rotationInterval',
    'tags',
  ],
  ScheduleKeyDeletion: ['pendingWindowInDays'],
  SetDeletionProtection: ['enableDeletionProtection'],
  ImportKeyMaterial: ['keyMaterialExpireUnix'],
  GetParametersForImport: ['wrappingAlgorithm'],
  UpdateRotationPolicy: ['enableAutomaticRotation', 'rotationInterval'],
  CreateAlias: ['aliasName'],
  UpdateAlias: ['aliasName'],
  DeleteAlias: ['aliasName'],
  AsymmetricSign: ['keyVersionId', 'algorithm'],
  AsymmetricVerify: ['keyVersionId', 'algorithm'],
  AsymmetricEncrypt: ['keyVersionId', 'algorithm'],
  AsymmetricDecrypt: ['keyVersionId', 'algorithm'],
  ReEncrypt: ['sourceKeyVersionId', 'sourceEncryptionAlgorithm'],
  TagResource: ['tags'],
  UntagResource: ['tagKeys'],
  TagResources: ['keyIds', 'tags'],
  UntagResources: ['keyIds', 'tagKeys', 'all'],
};

describe('The audit', () => {
  it('keeps of each operation these fields of its input, and no others', () => {
    const audited = OPERATIONS.flatMap(({ name, audit = [] }) =>
      audit.length > 0 ? [[name, audit] as const] : [],
    );
    expect(Object.fromEntries(audited)).toEqual(AUDITED);
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
        .map(nameOf)
        .sort(),
    );
  });
});
