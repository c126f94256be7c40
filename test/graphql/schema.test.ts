import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '#generated/documents/error-codes.ts';
import { graphql } from '#generated/documents/gql.ts';
import { printedSchema, schema } from '#graphql/build-schema.ts';
import { callGraphql } from '../support/graphql-client.ts';
import { sharedKms } from '../support/kms.ts';

const ErrorCodes = graphql(/* GraphQL */ `
  query TestErrorCodes {
    errorCodes
  }
`);

describe('The schema', () => {
  it('is the committed one', () => {
    const file = resolve(import.meta.dirname, '../../src/graphql/schema.graphql');
    expect(printedSchema()).toBe(readFileSync(file, 'utf8'));
  });

  it('describes every type, field, argument and value', () => {
    const silent: string[] = [];
    const check = (name: string, { description }: { description?: string | null | undefined }) =>
      description || silent.push(name);
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('__') || isSpecifiedScalarType(type)) continue;
      check(type.name, type);
      if (isEnumType(type))
        for (const value of type.getValues()) check(`${type.name}.${value.name}`, value);
      if (isInputObjectType(type))
        for (const field of Object.values(type.getFields()))
          check(`${type.name}.${field.name}`, field);
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        check(`${type.name}.${field.name}`, field);
        for (const argument of field.args)
          check(`${type.name}.${field.name}(${argument.name}:)`, argument);
      }
    }
    expect(silent).toEqual([]);
    expect(schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive))).toEqual(
      [],
    );
  });

  it('returns KeyMetadata itself from createKey, with the fields of the original page', () => {
    const type = getNamedType(schema.getMutationType()?.getFields().createKey?.type);
    expect(type?.name).toBe('KeyMetadata');
    const fields = isObjectType(type) ? Object.keys(type.getFields()) : [];
    expect(fields).toEqual(
      expect.arrayContaining([
        'creationDate',
        'description',
        'keyId',
        'keyState',
        'keyUsage',
        'deleteDate',
        'creator',
        'arn',
        'origin',
        'materialExpireTime',
      ]),
    );
  });

  it('publishes the codes of its errors, which codegen writes down', async () => {
    const kms = await sharedKms();
    const { data } = await callGraphql(kms, await kms.addAccount(), ErrorCodes);
    expect(data?.errorCodes).toEqual([...errorCodes]);
  });
});
