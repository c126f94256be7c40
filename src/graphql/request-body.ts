/** Why a body is not a GraphQL request: a code and a message for the caller. */
export interface BodyFault {
  readonly code: 'BAD_REQUEST' | 'PERSISTED_QUERY_NOT_SUPPORTED';
  readonly status: 200 | 400;
  readonly message: string;
}

/** The JSON object of a body. It has a `query`, of any type; nothing else is known of it. */
export type RequestParams = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object, and not a list. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const badRequest = (message: string) => ({
  fault: { code: 'BAD_REQUEST', status: 400, message } satisfies BodyFault,
});

/**
 * The parameters of a POST request, by the GraphQL-over-HTTP specification, section 5.4: one JSON object with a `query`.
 * @param text the body; null where it is not UTF-8
 */
export function parseBody(
  text: string | null,
): { readonly params: RequestParams } | { readonly fault: BodyFault } {
  if (text === null) return badRequest('Send the body as UTF-8.');
  if (text.trim() === '') return badRequest('Send a body: a JSON object with a query.');
  const params = parse(text);
  if (!isObject(params))
    return badRequest('Send one JSON object with a query. The body is not one.');
  if (params.query !== undefined && params.query !== null) return { params };
  // Clients first send only the hash of a query. This message and code, with 200, make them send the text.
  if (isObject(params.extensions) && params.extensions.persistedQuery)
    return {
      fault: {
        code: 'PERSISTED_QUERY_NOT_SUPPORTED',
        status: 200,
        message: 'PersistedQueryNotSupported',
      },
    };
  return badRequest('Send a query: the field `query` of the body is missing.');
}
