import { GraphQLError, Kind } from 'graphql';
import { type KeyReference, parseKeyReference } from '#domain/key-reference.ts';
import { toSecond } from '#domain/time.ts';
import { builder } from './builder.ts';

const refuse = (name: string): never => {
  throw new GraphQLError(`${name} goes the other way only.`);
};

builder.scalarType('DateTime', {
  description: 'A time in UTC to the second, as RFC 3339 writes it: `2016-03-25T10:42:40Z`.',
  serialize: toSecond,
  parseValue: () => refuse('DateTime'),
});

builder.scalarType('Arn', {
  description: 'Names one resource everywhere: `acs:kms:<region>:<account>:key/<key id>`.',
  serialize: (arn) => arn,
  parseValue: () => refuse('Arn'),
});

/** Any text is one of the three; which of them an operation takes, and of which length, it says itself. */
function parseReference(value: unknown): KeyReference {
  if (typeof value === 'string') return parseKeyReference(value);
  throw new GraphQLError('A key is named by a text: its id, an alias or an ARN.');
}

builder.scalarType('KeyReference', {
  description:
    'Names a key: its id, an alias (`alias/…`), or the ARN of either (`acs:kms:<region>:<account>:key/…` or `…:alias/…`). Each field says which of them it takes.',
  serialize: () => refuse('KeyReference'),
  parseValue: parseReference,
});

const BASE64_ADVICE = 'Bytes are written as base64 with its padding.';

function parseBytes(value: unknown): Uint8Array {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'base64') : undefined;
  if (!bytes || bytes.toString('base64') !== value) throw new GraphQLError(BASE64_ADVICE);
  return bytes;
}

builder.scalarType('Bytes', {
  description: 'Bytes as base64 with its padding, in its one canonical spelling.',
  serialize: (bytes) => Buffer.from(bytes).toString('base64'),
  parseValue: parseBytes,
  // A literal may be a plaintext, so the error quotes none of it.
  parseLiteral: (node) => parseBytes(node.kind === Kind.STRING ? node.value : undefined),
});
