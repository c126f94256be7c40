import { graphql } from '#generated/documents/gql.ts';
import { describeRegions } from '#operations/account/describe-regions.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: describeRegions,
  examples: [{}],
  parameters: [],
  response: ['Regions'],
  document: graphql(/* GraphQL */ `
    query TestDescribeRegions {
      answer: regions {
        regionId
      }
    }
  `),
  graphqlField: 'regions',
};

testOperation(import.meta, facts);
