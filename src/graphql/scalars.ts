import { GraphQLError } from 'graphql';
import { toSecond } from '#domain/time.ts';
import { builder } from './builder.ts';

const refuse = (name: string): never => {
  throw new GraphQLError(`${name} is for output only.`);
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
