import type { TypedDocumentString } from '#generated/documents/graphql.ts';
import { execute, type Result } from '../../examples/typed-client.ts';
import type { Credential, Kms } from './kms.ts';

/** GraphQL as a frontend speaks it: by the typed client of examples/, over HTTP. */
export const callGraphql = <Data, Variables>(
  kms: Pick<Kms, 'url'>,
  credential: Credential,
  document: TypedDocumentString<Data, Variables>,
  ...variables: string extends keyof Variables ? [] : [Variables]
): Promise<Result<Data>> =>
  execute({ url: `${kms.url}/graphql`, accessKey: credential }, document, ...variables);

/** A query as text, for what the typed client would not let through: unknown fields, wrong types. */
export async function postGraphql(
  kms: Pick<Kms, 'url'>,
  credential: Credential,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
) {
  const authorization = `Basic ${Buffer.from(`${credential.id}:${credential.secret}`).toString('base64')}`;
  const response = await fetch(`${kms.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization,
      ...(credential.securityToken !== undefined && {
        'x-acs-security-token': credential.securityToken,
      }),
      ...headers,
    },
    body:
      typeof body === 'string' || body instanceof Uint8Array
        ? (body as BodyInit)
        : JSON.stringify(body),
  });
  const answer = (await response.json()) as {
    data?: Record<string, unknown> | null;
    errors?: { message: string; extensions: Record<string, unknown> }[];
  };
  return { status: response.status, ...answer };
}
