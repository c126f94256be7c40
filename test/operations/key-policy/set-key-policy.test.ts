import { graphql } from '#generated/documents/gql.ts';
import { setKeyPolicy } from '#operations/key-policy/set-key-policy.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { NOT_PENDING_DELETION } from '../../support/operation/states.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

const policy = JSON.stringify({
  Version: '1',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { RAM: ['acs:ram::1234567890123456:user/payroll'] },
      Action: ['kms:Encrypt', 'kms:Decrypt'],
      Resource: ['*'],
    },
  ],
});

export const facts: Facts = {
  operation: setKeyPolicy,
  examples: [
    {
      on: 'symmetric key',
      input: ({ keyId }) => ({ keyId, policy }),
      states: NOT_PENDING_DELETION, // by analogy
    },
  ],
  parameters: ['KeyId', 'Policy', 'PolicyName'],
  response: [],
  document: graphql(/* GraphQL */ `
    mutation TestSetKeyPolicy($input: SetKeyPolicyInput!) {
      answer: setKeyPolicy(input: $input) {
        keyId
        policy {
          document
          isDefault
        }
      }
    }
  `),
  graphqlInputFields: ['keyId', 'policy', 'allowLockout'],
  audited: ['policy', 'allowLockout'],
  references: {
    keyId: ['id', 'arn'],
  },
  missingInSdks: ['@alicloud/kms20160120'],
};

testOperation(import.meta, facts);
