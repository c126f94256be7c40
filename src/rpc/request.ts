import type { IncomingMessage } from 'node:http';
import { decodeUtf8 } from '#http/read-body.ts';
import { mergePairs, type Params, parsePairs, UnreadableRequestError } from './query-string.ts';

/** One request of the query-string API before its body is read. */
export interface RequestHead {
  readonly method: string;
  /** Lower-case names; a header that came twice is joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
  readonly query: Params;
}

/** The whole request, read and decoded, not yet believed. */
export interface RpcRequest extends RequestHead {
  /** Query and form body together. */
  readonly params: Params;
  readonly body: Buffer;
}

const FORM = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/** @throws UnreadableRequestError, InvalidParameterError for a name that came twice */
export function readHead(
  message: Pick<IncomingMessage, 'method' | 'url' | 'headersDistinct'>,
): RequestHead {
  const headers = new Map(
    Object.entries(message.headersDistinct).map(([name, values = []]) => [
      name,
      values.map((value) => value.trim()).join(','),
    ]),
  );
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: message.method ?? '',
    headers,
    query: mergePairs(parsePairs(mark < 0 ? '' : url.slice(mark + 1))),
  };
}

/** A form as text, not decoded yet. */
export interface Form {
  readonly body: Buffer;
  readonly text: string;
}

/** @throws UnreadableRequestError for a body that is no form */
export const readForm = ({ headers }: RequestHead, body: Buffer): Form => ({
  body,
  text: body.length === 0 ? '' : formText(headers.get('content-type') ?? '', body),
});

/** @throws UnreadableRequestError, InvalidParameterError for a name that came twice */
export const withForm = (head: RequestHead, { body, text }: Form): RpcRequest => ({
  ...head,
  params: text === '' ? head.query : mergePairs([...head.query], parsePairs(text)),
  body,
});

/** Both at once, for a body that is at hand. @throws as they do */
export const readRequest = (
  message: Pick<IncomingMessage, 'method' | 'url' | 'headersDistinct'>,
  body: Buffer,
): RpcRequest => {
  const head = readHead(message);
  return withForm(head, readForm(head, body));
};

function formText(contentType: string, body: Buffer): string {
  if (!FORM.test(contentType))
    throw new UnreadableRequestError('A body must be a form: application/x-www-form-urlencoded.');
  const text = decodeUtf8(body);
  if (text === null) throw new UnreadableRequestError('The body must be UTF-8.');
  return text;
}
