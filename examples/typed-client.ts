// What a frontend needs to call Keywright: one function, typed by the documents that codegen.ts compiles.
import type { ErrorCode } from '../src/generated/documents/error-codes.ts';
import type { TypedDocumentString } from '../src/generated/documents/graphql.ts';

export interface Endpoint {
  readonly url: string;
  /** Absent in a signed-in browser, which sends a cookie. */
  readonly accessKey?: {
    readonly id: string;
    readonly secret: string;
    /** Of a session that `assumeRole` made. */
    readonly securityToken?: string;
  };
}

export interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: ErrorCode;
    readonly requestId: string;
    readonly field?: string;
  };
}

export interface Result<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly GraphqlError[];
}

/** Sends one document. Errors come back beside the data: a mutation that failed does not affect the answers of the others. */
export async function execute<Data, Variables>(
  { url, accessKey }: Endpoint,
  document: TypedDocumentString<Data, Variables>,
  ...[variables]: string extends keyof Variables ? [] : [Variables]
): Promise<Result<Data>> {
  const headers = new Headers({ 'content-type': 'application/json' });
  if (accessKey)
    headers.set('authorization', `Basic ${btoa(`${accessKey.id}:${accessKey.secret}`)}`);
  if (accessKey?.securityToken) headers.set('x-acs-security-token', accessKey.securityToken);
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const result = (await response.json()) as Result<Data>;
  if (!result.data && !result.errors)
    throw new Error(`${url} answered ${response.status} without a GraphQL result.`);
  return result;
}
