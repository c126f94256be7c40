import { graphql } from '#generated/documents/gql.ts';
import { setDeletionProtection } from '#operations/key/set-deletion-protection.ts';
import { graphqlShape } from '../../support/graphql-shape.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { NOT_PENDING_DELETION } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: setDeletionProtection,
  graphqlInput: (input) => graphqlShape(setDeletionProtection.name, input),
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId, enableDeletionProtection: true }),
      states: NOT_PENDING_DELETION, // by analogy
    },
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ protectedResourceArn: keyId, enableDeletionProtection: true }),
      states: NOT_PENDING_DELETION, // by analogy
    },
  ],
  parameters: [
    'KeyId',
    'ProtectedResourceArn',
    'EnableDeletionProtection',
    'DeletionProtectionDescription',
  ],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestSetDeletionProtection($input: SetDeletionProtectionInput!) {
      answer: setDeletionProtection(input: $input) {
        deletionProtection
        deletionProtectionDescription
      }
    }
  `),
  references: {
    protectedResourceArn: ['id', 'arn'],
    keyId: ['id', 'arn'],
  },
  audited: ['enableDeletionProtection'],
  missingInSdks: ['@alicloud/kms20160120'],
};

testOperation(import.meta, facts);
