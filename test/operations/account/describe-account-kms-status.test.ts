import { graphql } from '#generated/documents/gql.ts';
import { describeAccountKmsStatus } from '#operations/account/describe-account-kms-status.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: describeAccountKmsStatus,
  examples: [{}],
  parameters: [],
  response: ['AccountStatus'],
  document: graphql(/* GraphQL */ `
    query TestDescribeAccountKmsStatus {
      answer: accountStatus
    }
  `),
  graphqlField: 'accountStatus',
  missingInSdks: ['@alicloud/kms20160120'],
};

testOperation(import.meta, facts);
