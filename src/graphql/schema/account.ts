import { describeAccountKmsStatus } from '#operations/account/describe-account-kms-status.ts';
import { describeRegions } from '#operations/account/describe-regions.ts';
import { perform } from '#pipeline/perform.ts';
import { builder } from '../builder.ts';
import { describes } from '../describes.ts';
import { AccountStatus } from '../enums.ts';
import { GRAPHQL_ERROR_CODES } from '../error-codes.ts';

const Region = builder.objectRef<{ readonly regionId: string }>('Region').implement({
  description: 'A region of the service.',
  fields: (t) => ({
    regionId: t.exposeString('regionId', { description: 'Its name, such as `cn-hangzhou`.' }),
  }),
});

builder.queryField('regions', (t) =>
  t.field({
    ...describes(describeRegions),
    type: [Region],
    resolve: async (_root, _args, call) =>
      (await perform(describeRegions, call, {})).regions.region,
  }),
);

builder.queryField('accountStatus', (t) =>
  t.field({
    ...describes(describeAccountKmsStatus),
    type: AccountStatus,
    resolve: async (_root, _args, call) =>
      (await perform(describeAccountKmsStatus, call, {})).accountStatus,
  }),
);

builder.queryField('errorCodes', (t) =>
  t.stringList({
    description:
      'Every value that `extensions.code` of an error can have. Not an enum, because GraphQL allows no dot in a name.',
    resolve: () => [...GRAPHQL_ERROR_CODES],
  }),
);
