import { rawRequest } from './http.ts';
import type { Kms } from './kms.ts';

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

/** A GraphQL request with a bearer token. */
export async function postBearer(
  kms: Pick<Kms, 'url'>,
  token: string,
  query: string,
  variables: object = {},
) {
  const { status, headers, json } = await rawRequest(kms.url, {
    method: 'POST',
    path: '/graphql',
    body: JSON.stringify({ query, variables }),
    headers: [
      ['content-type', 'application/json'],
      ['authorization', `Bearer ${token}`],
    ],
  });
  return { status, headers, ...(json as Answer) };
}

/** The codes of the errors of an answer; `ok` for none. */
export const codesOf = ({ errors }: Pick<Answer, 'errors'>): string =>
  errors ? errors.map(({ extensions: { code } }) => String(code)).join() : 'ok';
