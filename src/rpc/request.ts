import type { IncomingMessage } from 'node:http';
import { decodeUtf8 } from '#http/read-body.ts';
import { mergePairs, type Params, parsePairs, UnreadableRequestError } from './params.ts';

/** One request of the query-string API, read and decoded, not yet believed. */
export interface RpcRequest {
  readonly method: string;
  /** Lower-case names; a header that came twice is joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
  readonly query: Params;
  /** Query and form body together. */
  readonly params: Params;
  readonly body: Buffer;
}

const FORM = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/** @throws UnreadableRequestError, InvalidParameterError for a name that came twice */
export function readRequest(message: Pick<IncomingMessage, 'method' | 'url' | 'headersDistinct'>, body: Buffer): RpcRequest {
  const headers = new Map(
    Object.entries(message.headersDistinct).map(([name, values = []]) => [name, values.map((value) => value.trim()).join(',')]),
  );
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  const query = parsePairs(mark < 0 ? '' : url.slice(mark + 1));
  const form = body.length === 0 ? [] : parsePairs(formText(headers.get('content-type') ?? '', body));
  return { method: message.method ?? '', headers, query: mergePairs(query), params: mergePairs(query, form), body };
}

function formText(contentType: string, body: Buffer): string {
  if (!FORM.test(contentType)) throw new UnreadableRequestError('A body must be a form: application/x-www-form-urlencoded.');
  const text = decodeUtf8(body);
  if (text === null) throw new UnreadableRequestError('The body must be UTF-8.');
  return text;
}
