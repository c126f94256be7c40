import { graphql } from '#generated/documents/gql.ts';
import { describeService } from '#operations/service/describe-service.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: describeService,
  examples: [{}],
  parameters: [],
  response: [],
  document: graphql(/* GraphQL */ `
    query TestDescribeService {
      answer: service {
        version
        isReady
        problems
      }
    }
  `),
  graphqlField: 'service',
};

testOperation(import.meta, facts);
