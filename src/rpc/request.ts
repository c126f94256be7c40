import type { IncomingMessage } from 'node:http';
import { decodeUtf8 } from '#http/read-body.ts';
import { type Params, parseParams, UnreadableRequestError } from './query-string.ts';
import { type HeaderSource, RequestHeaders } from './request-headers.ts';

/** The part of Node's message that is read before the body. */
type MessageHead = Pick<IncomingMessage, 'method' | 'url'> & HeaderSource;

/** A request before its body is read. */
export interface RequestHead {
  readonly method: string;
  readonly headers: RequestHeaders;
  readonly query: Params;
}

/** The whole request, decoded but not authenticated. */
export interface RpcRequest extends RequestHead {
  /** Query and form body together. */
  readonly params: Params;
  readonly body: Buffer;
}

const FORM = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/**
 * Reads headers and query.
 * @throws UnreadableRequestError, InvalidParameterError for a repeated name
 */
export function readHead(message: MessageHead): RequestHead {
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: message.method ?? '',
    headers: new RequestHeaders(message),
    query: parseParams(mark < 0 ? '' : url.slice(mark + 1)),
  };
}

/** Form body whose parameters are not decoded yet. */
export interface Form {
  readonly body: Buffer;
  readonly text: string;
}

/** The form of a request without a body. */
export const NO_FORM: Form = { body: Buffer.alloc(0), text: '' };

/**
 * Reads a body as a form.
 * @throws UnreadableRequestError for a body of another type, or not in UTF-8
 */
export const readForm = ({ headers }: RequestHead, body: Buffer): Form => ({
  body,
  text: body.length === 0 ? '' : formText(headers.get('content-type') ?? '', body),
});

/**
 * Decodes the form and adds its parameters.
 * @throws UnreadableRequestError, InvalidParameterError for a repeated name
 */
export const withForm = (head: RequestHead, { body, text }: Form): RpcRequest => ({
  ...head,
  params: text === '' ? head.query : parseParams(text, head.query),
  body,
});

/**
 * Reads a request whose body is already in memory.
 * @throws UnreadableRequestError, InvalidParameterError
 */
export const readRequest = (message: MessageHead, body: Buffer): RpcRequest => {
  const head = readHead(message);
  return withForm(head, readForm(head, body));
};

function formText(contentType: string, body: Buffer): string {
  if (!FORM.test(contentType))
    throw new UnreadableRequestError(
      'The body must be a form (application/x-www-form-urlencoded).',
    );
  const text = decodeUtf8(body);
  if (text === null) throw new UnreadableRequestError('The body must be UTF-8.');
  return text;
}
