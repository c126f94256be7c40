import { type MediaType, mediaTypeOf } from './media-type.ts';
import { isObject, type RequestParams } from './request-body.ts';

/** A request that is answered without Yoga's `fetch` (execute-plain.ts), if its document is valid. */
export interface PlainRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>> | null | undefined;
  readonly operationName: string | null | undefined;
  /** The media type of the answer. */
  readonly mediaType: MediaType;
}

const PARAMS: ReadonlySet<string> = new Set(['query', 'variables', 'operationName', 'extensions']);

const isAbsent = (value: unknown): value is null | undefined =>
  value === null || value === undefined;

/** The parameters as a plain request; undefined if one of them is unknown or of a wrong type, or the answer is not JSON. */
export function toPlainRequest(params: RequestParams, accept: string): PlainRequest | undefined {
  const { query, variables, operationName, extensions } = params;
  const mediaType = mediaTypeOf(accept);
  const isPlain =
    mediaType !== undefined &&
    typeof query === 'string' &&
    (isAbsent(variables) || isObject(variables)) &&
    (isAbsent(operationName) || typeof operationName === 'string') &&
    (isAbsent(extensions) || isObject(extensions)) &&
    Object.keys(params).every((name) => PARAMS.has(name));
  return isPlain ? { query, variables, operationName, mediaType } : undefined;
}
