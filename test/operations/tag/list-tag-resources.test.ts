import { graphql } from '#generated/documents/gql.ts';
import { listTagResources } from '#operations/tag/list-tag-resources.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ANY_STATE } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: listTagResources,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ resourceType: 'key', keyIds: [keyId] }),
      states: ANY_STATE, // by analogy
    },
  ],
  parameters: ['ResourceType', 'ResourceId', 'Tag', 'NextToken'],
  response: ['TagResources', 'NextToken'],
  document: graphql(/* GraphQL */ `
    query TestListTagResources {
      answer: keys(filter: { tags: [{ tagKey: "purpose" }] }) {
        edges {
          node {
            keyId
            tags {
              tagKey
              tagValue
            }
          }
        }
      }
    }
  `),
  graphqlField: 'keys(filter: { tags: … })',
  references: {
    keyIds: ['id'], // by analogy
  },
  missingInSdks: ['@alicloud/kms20160120'],
};

testOperation(import.meta, facts);
