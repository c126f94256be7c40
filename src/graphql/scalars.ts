import { GraphQLError, Kind } from 'graphql';
import { type KeyReference, parseKeyReference } from '#domain/key-reference.ts';
import { parseRfc3339, toSecond } from '#domain/time.ts';
import { builder } from './builder.ts';

/** For a scalar of which the schema has no field of this direction. @throws GraphQLError */
function refuse(name: string, direction: 'input' | 'output'): never {
  throw new GraphQLError(`${name} is no ${direction} type.`);
}

/** What a refused time is answered with: it quotes nothing of the input, so it may be shown (variable-errors.ts). */
export const TIME_ADVICE =
  'Give a time as RFC 3339 writes it, with Z or an offset from UTC, from 1970 to 9999.';

function parseTime(value: unknown): Date {
  const time = typeof value === 'string' ? parseRfc3339(value) : undefined;
  if (!time) throw new GraphQLError(TIME_ADVICE);
  return time;
}

builder.scalarType('DateTime', {
  description:
    'Time of RFC 3339, from 1970 to 9999. Results are in UTC and cut to the second: `2016-03-25T10:42:40Z`. Inputs may have a fraction, of which milliseconds count, and any offset from UTC: `2016-03-25T18:42:40.5+08:00`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: toSecond,
  parseValue: parseTime,
  parseLiteral: (node) => parseTime(node.kind === Kind.STRING ? node.value : undefined),
});

// Arn, KeyId and KeyReference have no @specifiedBy: the vendor moved the pages that describe them more than once, and a link
// in a schema outlives them. The forms stand in the descriptions.
builder.scalarType('Arn', {
  description:
    'Alibaba Cloud resource name: `acs:kms:<region>:<account id>:key/<key id>` or `acs:kms:<region>:<account id>:alias/<name>`.',
  serialize: (arn) => arn,
  parseValue: () => refuse('Arn', 'input'),
});

/** Any text is a reference; the operation answers with its own code for a kind or a length that it does not accept. */
function parseReference(value: unknown): KeyReference {
  if (typeof value === 'string') return parseKeyReference(value);
  throw new GraphQLError('Give the id of a key, an alias or an ARN as a string.');
}

const parseReferenceLiteral = (node: { readonly kind: Kind; readonly value?: unknown }) =>
  parseReference(node.kind === Kind.STRING ? node.value : undefined);

builder.scalarType('KeyId', {
  description:
    'Id of a key, a UUID such as the field `keyId` of KeyMetadata. Any string is parsed: the operation returns an error with its own code, such as `Unsupported.Alias` for an alias and `Forbidden.KeyNotFound` for an ARN or an unknown id.',
  serialize: () => refuse('KeyId', 'output'),
  parseValue: parseReference,
  parseLiteral: parseReferenceLiteral,
});

builder.scalarType('KeyReference', {
  description:
    'Name of a key: its id, an alias (`alias/<name>`), or the ARN of either (`acs:kms:<region>:<account id>:key/<key id>`, `…:alias/<name>`). Each field says which of them it accepts.',
  serialize: () => refuse('KeyReference', 'output'),
  parseValue: parseReference,
  parseLiteral: parseReferenceLiteral,
});

const BASE64_ADVICE = 'Bytes are written as base64 with its padding.';

function parseBytes(value: unknown): Uint8Array {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'base64') : undefined;
  if (!bytes || bytes.toString('base64') !== value) throw new GraphQLError(BASE64_ADVICE);
  return bytes;
}

builder.scalarType('Bytes', {
  description:
    'Bytes in base64 (RFC 4648 §4) with padding and without line breaks. Only the canonical encoding is accepted (§3.5).',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc4648',
  serialize: (bytes) => Buffer.from(bytes).toString('base64'),
  parseValue: parseBytes,
  // A literal may be a plaintext, so the error quotes none of it.
  parseLiteral: (node) => parseBytes(node.kind === Kind.STRING ? node.value : undefined),
});
