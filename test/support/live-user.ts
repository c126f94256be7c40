import { v4 as uuid } from 'uuid';
import { caller } from './caller.ts';
import { postGraphql } from './graphql-client.ts';
import { sharedKms } from './kms.ts';

/** A policy document of these statements. */
export const documentOf = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '1', Statement: statements });

const MAY_LIST = documentOf({
  Effect: 'Allow',
  Action: ['kms:ListKeys', 'kms:DescribeKey', 'kms:ListResourceTags', 'kms:ListAuditEvents'],
  Resource: '*',
});

/** A user with a policy that permits all subscriptions, and the root identity. */
export async function liveUser() {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const root = caller('graphql', kms, account);
  const userName = `user-${uuid().slice(0, 8)}`;
  const policyName = `live-${uuid()}`;
  await root.act('CreateUser', { userName });
  await root.act('CreatePolicy', { policyName, policyDocument: MAY_LIST });
  await root.act('AttachPolicyToUser', { policyType: 'Custom', policyName, userName });
  const variables = { input: { userName } };
  const { data } = await postGraphql(kms, account, {
    query: `mutation ($input: CreateAccessKeyInput!) {
      createAccessKey(input: $input) { accessKey { accessKeyId } accessKeySecret }
    }`,
    variables,
  });
  const made = data?.createAccessKey as {
    accessKey: { accessKeyId: string };
    accessKeySecret: string;
  };
  const user = {
    accountId: account.accountId,
    id: made.accessKey.accessKeyId,
    secret: made.accessKeySecret,
  };
  return { kms, account, root, user, names: { userName, policyName } };
}
