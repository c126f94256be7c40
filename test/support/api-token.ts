import { postGraphql } from './graphql-client.ts';
import type { Credential, Kms } from './kms.ts';

/** A new API token of an account of its own, or of the owner of an access key. */
export async function apiToken(
  kms: Kms,
  owner?: Credential,
  input: { readonly expirationDate?: string } = {},
): Promise<string> {
  const query =
    'mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) { token } }';
  const variables = { input: { name: 'test', ...input } };
  const { data } = await postGraphql(kms, owner ?? (await kms.addAccount()), { query, variables });
  const { token } = data?.createApiToken as { token: string };
  return token;
}
