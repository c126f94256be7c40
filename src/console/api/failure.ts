import type { CombinedError } from 'urql';

/** A request that failed, with all that its reader needs to act on it or to report it. */
export interface Failure {
  /** A code of `errorCodes`, or `NetworkError` if the server did not answer. */
  readonly code: string;
  /** What is wrong and what to do, from the server; empty for `NetworkError`. */
  readonly message: string;
  readonly requestId?: string | undefined;
  /** The input field that caused it. */
  readonly field?: string | undefined;
  /** Milliseconds after which to try again. */
  readonly retryAfter?: number | undefined;
}

const asText = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** The first failure of a response; undefined if there is none. */
export function toFailure(error: CombinedError | undefined): Failure | undefined {
  if (!error) return undefined;
  const [first] = error.graphQLErrors;
  if (!first) return { code: 'NetworkError', message: '' };
  const { code, requestId, field, retryAfter } = first.extensions;
  return {
    code: asText(code) ?? 'InternalFailure',
    message: first.message,
    requestId: asText(requestId),
    field: asText(field),
    retryAfter: typeof retryAfter === 'number' ? retryAfter : undefined,
  };
}

/** The failure of a response that is not GraphQL, such as that of `/sign-in/token`. */
export async function failureOf(response: Response): Promise<Failure> {
  const body: unknown = await response.json().catch(() => undefined);
  const { code, message, requestId } = (body ?? {}) as Record<string, unknown>;
  const seconds = Number(response.headers.get('retry-after'));
  return {
    code: asText(code) ?? String(response.status),
    message: asText(message) ?? '',
    requestId: asText(requestId),
    retryAfter: seconds > 0 ? 1_000 * seconds : undefined,
  };
}
