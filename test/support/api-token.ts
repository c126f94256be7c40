import { postGraphql } from './graphql-client.ts';
import type { Credential, Kms } from './kms.ts';

const CREATE = `mutation ($input: CreateApiTokenInput!) {
  createApiToken(input: $input) { token apiToken { tokenId } }
}`;

/** An API token, as a caller makes it. @throws with the code of the error */
export async function createApiToken(
  kms: Pick<Kms, 'url'>,
  credential: Credential,
  input: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly token: string; readonly tokenId: string }> {
  const variables = { input: { name: 'test', ...input } };
  const { data, errors } = await postGraphql(kms, credential, { query: CREATE, variables });
  const made = data?.createApiToken as
    | { token: string; apiToken: { tokenId: string } }
    | null
    | undefined;
  if (!made) throw new Error(String(errors?.[0]?.extensions.code));
  return { token: made.token, tokenId: made.apiToken.tokenId };
}
