import type { OutgoingHttpHeaders } from 'node:http';
import { pascalCase } from '#domain/words.ts';
import { jsonReply, type Reply } from './send.ts';

/** An error that ends a request, before it is written as JSON or XML. */
export interface RequestError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  /** Host header of the request; empty if it has none. */
  readonly host: string;
  /** Why the caller has no permission, in camelCase. */
  readonly accessDeniedDetail?: object | undefined;
}

interface ErrorBodyOptions {
  /** Adds the `errors` array of a GraphQL response, for an answer that either API may read. */
  readonly graphql?: boolean;
}

/** Response header with the request id. Alibaba Cloud's SDKs read it. */
export const requestIdHeader = (requestId: string) => ({ 'x-acs-request-id': requestId });

/**
 * The one error body of the service, in the field names of Alibaba Cloud KMS. SDKs fail on an empty
 * or unknown body, so requests that reach no API get it too. It has the fields of both KMS and its
 * gateway: clients ignore those they do not know.
 */
export const errorBody = (
  { status, code, message, requestId, host, accessDeniedDetail }: RequestError,
  { graphql = false }: ErrorBodyOptions = {},
) => ({
  RequestId: requestId,
  HostId: host,
  Code: code,
  Message: message,
  Recommend: recommendUrl(code, requestId),
  HttpStatus: status,
  ...(accessDeniedDetail && { AccessDeniedDetail: inPascalCase(accessDeniedDetail) }),
  ...(graphql && { errors: [{ message, extensions: { code, requestId } }] }),
});

const inPascalCase = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [pascalCase(name), value]));

/** The error body as a JSON reply, with the log fields of the error. */
export const errorReply = (
  error: RequestError,
  headers: OutgoingHttpHeaders = {},
  options: ErrorBodyOptions = {},
): Reply => ({
  ...jsonReply(error.status, errorBody(error, options), {
    ...requestIdHeader(error.requestId),
    ...headers,
  }),
  log: { requestId: error.requestId, code: error.code },
});

/**
 * Alibaba Cloud's page about an error code. SDKs show it to their users. The codes mean the same
 * here.
 */
const recommendUrl = (code: string, requestId: string): string =>
  `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(code)}&product=Kms&requestId=${requestId}`;
