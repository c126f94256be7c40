import { graphql } from '#generated/documents/gql.ts';
import { tagResources } from '#operations/tag/tag-resources.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { NOT_PENDING_DELETION } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: tagResources,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({
        resourceType: 'key',
        keyIds: [keyId],
        tags: [{ tagKey: 'purpose', tagValue: 'payroll' }],
      }),
      states: NOT_PENDING_DELETION, // by analogy
    },
  ],
  parameters: ['ResourceType', 'ResourceId', 'Tag'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestTagResources($input: TagKeysInput!) {
      answer: tagKeys(input: $input) {
        keyId
      }
    }
  `),
  // In GraphQL keys are the only resources.
  graphqlInput: ({ resourceType: _keys, ...input }) => input,
  graphqlInputFields: ['keyIds', 'tags'],
  references: {
    keyIds: ['id'], // by analogy
  },
  audited: ['keyIds', 'tags'],
  refusedValues: [
    {
      parameter: 'ResourceType',
      value: 'secret',
      code: 'InvalidParameter',
      why: 'There are no secrets here.',
    },
  ],
  missingInSdks: ['@alicloud/kms20160120'],
};

testOperation(import.meta, facts);
