import { graphql } from '#generated/documents/gql.ts';
import { listResourceTags } from '#operations/tag/list-resource-tags.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { ANY_STATE } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: listResourceTags,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId }),
      states: ANY_STATE,
    },
  ],
  parameters: ['KeyId'],
  response: ['Tags'],
  document: graphql(/* GraphQL */ `
    query TestListResourceTags($keyId: KeyReference!) {
      answer: key(keyId: $keyId) {
        keyId
        tags {
          tagKey
          tagValue
        }
      }
    }
  `),
  graphqlField: 'KeyMetadata.tags',
  references: {
    keyId: ['id'], // by analogy
  },
};

testOperation(import.meta, facts);
