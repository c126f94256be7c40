import { graphql } from '#generated/documents/gql.ts';
import { importKeyMaterial } from '#operations/material-import/import-key-material.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { TRANSITION } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: importKeyMaterial,
  examples: [
    {
      on: 'imported key',
      input: ({ importInput }) => importInput,
      states: TRANSITION,
    },
  ],
  parameters: ['KeyId', 'EncryptedKeyMaterial', 'ImportToken', 'KeyMaterialExpireUnix'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestImportKeyMaterial($input: ImportKeyMaterialInput!) {
      answer: importKeyMaterial(input: $input) {
        keyState
        materialExpireTime
      }
    }
  `),
  references: {
    keyId: ['id'],
  },
  audited: ['keyMaterialExpireUnix'],
};

testOperation(import.meta, facts);
