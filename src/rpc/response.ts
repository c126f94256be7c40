import { Plaintext } from '#domain/plaintext.ts';
import { toSecond } from '#domain/time.ts';
import { pascalCase } from '#domain/words.ts';
import { recommend } from '#http/recommend.ts';
import { jsonReply, type Reply } from '#http/send.ts';
import type { Fault } from './errors.ts';
import { toXml } from './xml.ts';

export type Format = 'JSON' | 'XML';

/** How answers are written; `xmlRoot` is `<KMS>` or, as newer pages show, `<{Action}Response>`. */
export interface Dialect {
  readonly xmlRoot: 'KMS' | 'Response';
}

/** Times to the second in UTC, null as "", bytes as base64, fields in PascalCase; what is undefined is left out. */
export function toWire(value: unknown): unknown {
  if (value === null) return '';
  if (value instanceof Date) return toSecond(value);
  if (value instanceof Plaintext) return value.toWire();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([name, inner]) => [pascalCase(name), toWire(inner)]));
}

const headers = (requestId: string) => ({ 'x-acs-request-id': requestId });

const reply = (
  status: number,
  format: Format,
  root: string,
  value: object,
  requestId: string,
): Reply =>
  format === 'JSON'
    ? jsonReply(status, value, headers(requestId))
    : // openapi-core reads XML errors under exactly this type
      {
        status,
        headers: { 'content-type': 'text/xml;charset=utf-8', ...headers(requestId) },
        body: toXml(root, value),
      };

export function successReply(
  output: object,
  action: string,
  requestId: string,
  format: Format,
  { xmlRoot }: Dialect,
): Reply {
  const root = xmlRoot === 'KMS' ? 'KMS' : `${action}Response`;
  return reply(
    200,
    format,
    root,
    { ...(toWire(output) as object), RequestId: requestId },
    requestId,
  );
}

/** The union of what KMS and its gateway send; no client minds a field more. Root `Error` is the only one that SDKs parse. */
export function errorReply(
  { status, code, message }: Fault,
  requestId: string,
  host: string,
  format: Format,
): Reply {
  const Recommend = recommend(code, requestId);
  const value = {
    RequestId: requestId,
    HostId: host,
    Code: code,
    Message: message,
    Recommend,
    HttpStatus: status,
  };
  return reply(status, format, 'Error', value, requestId);
}
