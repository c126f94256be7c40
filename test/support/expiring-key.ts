import { postGraphql } from './graphql-client.ts';
import type { Credential, Kms } from './kms.ts';

/** An access key of the same owner that expires. */
export async function addExpiringKey(
  kms: Pick<Kms, 'url'>,
  owner: Credential,
  end: Date,
): Promise<Credential> {
  const query = `mutation { createAccessKey(input: { expirationDate: "${end.toISOString()}" }) {
    accessKeySecret accessKey { accessKeyId }
  } }`;
  const { data } = await postGraphql(kms, owner, { query });
  const made = data?.createAccessKey as {
    accessKeySecret: string;
    accessKey: { accessKeyId: string };
  };
  const { accountId } = owner;
  return { accountId, id: made.accessKey.accessKeyId, secret: made.accessKeySecret };
}
