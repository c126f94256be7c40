import { graphql } from '#generated/documents/gql.ts';
import { untagResources } from '#operations/tag/untag-resources.ts';
import { graphqlShape } from '../../support/graphql-shape.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { NOT_PENDING_DELETION } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: untagResources,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ resourceType: 'key', keyIds: [keyId], tagKeys: ['purpose'] }),
      states: NOT_PENDING_DELETION, // by analogy
    },
  ],
  parameters: ['ResourceType', 'ResourceId', 'TagKey', 'All'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestUntagResources($input: UntagKeysInput!) {
      answer: untagKeys(input: $input) {
        keyId
      }
    }
  `),
  // In GraphQL keys are the only resources.
  graphqlInput: ({ resourceType: _keys, ...input }) => graphqlShape(untagResources.name, input),
  graphqlInputFields: ['keyIds', 'tagKeys', 'all'],
  references: {
    keyIds: ['id'], // by analogy
  },
  audited: ['keyIds', 'tagKeys', 'all'],
  missingInSdks: ['@alicloud/kms20160120'],
};

testOperation(import.meta, facts);
