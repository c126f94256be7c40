import type { TypedDocumentString } from './generated/graphql.ts';

/** Where Keywright is, and the token that the page sends. */
export interface Endpoint {
  readonly url: string;
  readonly token: string;
}

/** Why a request failed. Keywright's log has the request id. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly requestId?: string;
}

export type Outcome<Data> =
  | { readonly data: Data; readonly failure?: undefined }
  | { readonly data?: undefined; readonly failure: Failure };

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string; readonly requestId: string };
  }[];
}

/** Sends one document. It throws nothing: each failure has a code and a message for the reader of the page. */
export async function execute<Data, Variables>(
  { url, token }: Endpoint,
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Outcome<Data>> {
  let response: Response;
  try {
    response = await fetch(new URL('/graphql', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: document.toString(), variables }),
      credentials: 'omit', // Keywright accepts cookies only from its own pages.
    });
  } catch {
    return { failure: unreachable(url) };
  }
  const { data, errors } = (await response.json().catch(() => ({}))) as Answer<Data>;
  const [error] = errors ?? [];
  if (error) return { failure: { message: error.message, ...error.extensions } };
  if (data) return { data };
  return { failure: { code: `HTTP ${response.status}`, message: 'The answer is not GraphQL.' } };
}

/** The browser does not tell a page whether a server is down or does not allow the page. */
const unreachable = (url: string): Failure => ({
  code: 'NoAnswer',
  message: `The browser got no answer from ${url} that this page may read. Check the address, and whether KEYWRIGHT_ALLOWED_ORIGINS has ${location.origin}.`,
});
