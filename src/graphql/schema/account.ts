import { describeAccountKmsStatus } from '#operations/account/describe-account-kms-status.ts';
import { describeRegions } from '#operations/account/describe-regions.ts';
import { builder } from '../builder.ts';
import { describes } from '../describes.ts';
import { AccountStatus } from '../enums.ts';
import { GRAPHQL_ERROR_CODES } from '../error-codes.ts';
import { perform } from '../perform.ts';

const Region = builder.objectRef<{ readonly regionId: string }>('Region').implement({
  description: 'Region of the service.',
  fields: (t) => ({
    regionId: t.exposeString('regionId', { description: 'Name, such as `cn-hangzhou`.' }),
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

interface ViewerShape {
  readonly accountId: string;
  readonly region: string;
  readonly accessKeyId: string;
}

const Viewer = builder.objectRef<ViewerShape>('Viewer').implement({
  description: 'Account and credential of a request.',
  fields: (t) => ({
    accountId: t.exposeString('accountId', {
      description: 'Id of the account. Everything that the API returns belongs to it.',
    }),
    region: t.exposeString('region', { description: 'Region of the server, as ARNs name it.' }),
    accessKeyId: t.exposeString('accessKeyId', {
      nullable: true,
      description:
        'Id of the access key that authenticated the request, or that the browser session was opened with. Null for another kind of credential.',
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    description: 'Account and credential of this request. Needs no permission.',
    resolve: (_root, _args, { principal: { accountId, accessKeyId }, region }) => ({
      accountId,
      region,
      accessKeyId,
    }),
  }),
);

builder.queryField('errorCodes', (t) =>
  t.stringList({
    description:
      'Every value of `extensions.code` of an error. A list of strings, because an enum value cannot contain a dot. Needs no permission.',
    resolve: () => [...GRAPHQL_ERROR_CODES],
  }),
);
