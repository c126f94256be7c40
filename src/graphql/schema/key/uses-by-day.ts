import { InvalidParameterError } from '#domain/errors.ts';
import { describeKey } from '#operations/key/describe-key.ts';
import { builder } from '../../builder.ts';
import { KeyMetadata } from './key-metadata.ts';

/** Longest period, and that of a query that names none. */
const MAX_DAYS = 90;

interface UsesOfDay {
  readonly day: string;
  readonly uses: number;
}

const KeyUsesOfDay = builder.objectRef<UsesOfDay>('KeyUsesOfDay').implement({
  description: 'Number of uses of a key on one day.',
  fields: (t) => ({
    date: t.exposeString('day', { description: 'Day in UTC, such as `2026-03-25`.' }),
    uses: t.exposeFloat('uses', {
      description:
        'Number of cryptographic operations with the key on that day. A whole number that may exceed the range of Int.',
    }),
  }),
});

builder.prismaObjectField(KeyMetadata, 'usesByDay', (t) =>
  t.field({
    type: [KeyUsesOfDay],
    nullable: true,
    description:
      'Number of cryptographic operations with the key on each of the last days, oldest first. The last one is today (UTC). Needs the permission `kms:DescribeKey`. Each day adds to the cost of the query.',
    args: {
      days: t.arg.int({
        required: true,
        defaultValue: MAX_DAYS,
        description: `Number of days, 1 to ${MAX_DAYS}, today included.`,
      }),
    },
    complexity: ({ days }) => ({ field: 1, multiplier: Math.min(Math.max(days, 1), MAX_DAYS) }),
    resolve: async (key, { days }, call) => {
      if (days < 1 || days > MAX_DAYS)
        throw new InvalidParameterError('days', `Ask for 1 to ${MAX_DAYS} days.`);
      const { usesByDay } = await call.readOf(describeKey, key);
      return usesByDay(days)(key.id);
    },
  }),
);
