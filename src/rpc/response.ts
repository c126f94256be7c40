import { Plaintext } from '#domain/plaintext.ts';
import { toSecond } from '#domain/time.ts';
import { pascalCase } from '#domain/words.ts';
import { errorBody, requestIdHeader } from '#http/error-body.ts';
import { jsonReply, type Reply } from '#http/send.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import type { Fault } from './errors.ts';
import type { Format } from './format.ts';
import { toXml } from './xml.ts';

/** How XML answers are written. */
export interface XmlOptions {
  /**
   * Root element of a successful answer: `KMS`, or `{Action}Response` as newer pages of the cloud's
   * documentation show.
   */
  readonly xmlRoot: 'KMS' | 'Response';
}

/** The wire's names by those of outputs. Only declared names leave, so there are few. */
const WIRE_NAMES = new Map<string, string>();

function wireNameOf(name: string): string {
  const known = WIRE_NAMES.get(name);
  if (known !== undefined) return known;
  const wireName = pascalCase(name);
  WIRE_NAMES.set(name, wireName);
  return wireName;
}

/**
 * Times to the second in UTC, null as "", bytes as base64, names in PascalCase; undefined fields
 * are left out.
 */
export function toWire(value: unknown): unknown {
  if (value === null) return '';
  if (typeof value !== 'object') return value;
  if (value instanceof Date) return toSecond(value);
  if (value instanceof Plaintext) return value.toWire();
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  if (Array.isArray(value)) return value.map(toWire);
  return toWireFields(value);
}

function toWireFields(fields: object): Record<string, unknown> {
  const wire: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const value = fields[name as keyof typeof fields] as unknown;
    if (value !== undefined) wire[wireNameOf(name)] = toWire(value);
  }
  return wire;
}

/** @param root name of the root element, in XML */
const reply = (
  status: number,
  format: Format,
  root: string,
  value: object,
  requestId: string,
): Reply =>
  format === 'JSON'
    ? jsonReply(status, value, requestIdHeader(requestId))
    : {
        status,
        // openapi-core reads XML errors only under exactly this type.
        headers: { 'content-type': 'text/xml;charset=utf-8', ...requestIdHeader(requestId) },
        body: toXml(root, value),
      };

/** Answer of an operation: its output and the request id. */
export function successReply(
  output: object,
  { name, service = 'kms' }: Pick<AnyOperation, 'name' | 'service'>,
  requestId: string,
  format: Format,
  { xmlRoot }: XmlOptions,
): Reply {
  // RAM and STS have always answered so; of KMS both forms are documented.
  const root = service === 'kms' && xmlRoot === 'KMS' ? 'KMS' : `${name}Response`;
  const value = toWireFields(output);
  value.RequestId = requestId;
  return reply(200, format, root, value, requestId);
}

/**
 * Answer of a request that failed. In XML the root is always `Error`: SDKs parse no other. openapi-core and its
 * successors wait as long as `x-acs-retry-after` says, in milliseconds.
 */
export function errorReply(fault: Fault, requestId: string, host: string, format: Format): Reply {
  const { retryAfterMilliseconds, ...error } = fault;
  const body = errorBody({ ...error, requestId, host });
  const answer = reply(fault.status, format, 'Error', body, requestId);
  if (retryAfterMilliseconds === undefined) return answer;
  const headers = { ...answer.headers, 'x-acs-retry-after': String(retryAfterMilliseconds) };
  return { ...answer, headers };
}
