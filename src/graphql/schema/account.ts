import { describeAccountKmsStatus } from '#operations/account/describe-account-kms-status.ts';
import { describeRegions } from '#operations/account/describe-regions.ts';
import type { MayAnswer } from '#pipeline/may.ts';
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
  readonly accessKeyId: string | null;
  readonly arn: string;
}

const Permission = builder.objectRef<MayAnswer>('Permission').implement({
  description: 'An action, and whether the caller is allowed to do it.',
  fields: (t) => ({
    action: t.exposeString('action', { description: 'The action, such as `kms:Encrypt`.' }),
    isAllowed: t.exposeBoolean('isAllowed', {
      description: 'Whether the caller is allowed to do it. The state of a key is not considered.',
    }),
  }),
});

const Viewer = builder.objectRef<ViewerShape>('Viewer').implement({
  description: 'Account and credential of a request.',
  fields: (t) => ({
    accountId: t.exposeString('accountId', {
      description: 'Id of the account. Everything that the API returns belongs to it.',
    }),
    region: t.exposeString('region', { description: 'Region of the server, as ARNs name it.' }),
    arn: t.expose('arn', {
      type: 'Arn',
      description: 'ARN of the user, the role or the root identity that calls.',
    }),
    may: t.field({
      type: [Permission],
      nullable: true,
      description:
        'Whether the caller is allowed to do each of up to 50 actions with a resource. Pages use it to show only what works; each operation checks again. Needs no permission.',
      complexity: ({ actions }) => ({ field: 1 + actions.length, multiplier: 1 }),
      args: {
        actions: t.arg.stringList({
          required: true,
          description: 'Actions, such as `kms:Encrypt` or `ram:CreateUser`.',
        }),
        resource: t.arg.string({
          required: true,
          description:
            'ARN of a key, of a user and so on. For what creates and lists keys: `acs:kms:<region>:<account id>:key`.',
        }),
      },
      resolve: (_viewer, { actions, resource }, call) => call.may(actions, resource),
    }),
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
    resolve: (_root, _args, { principal: { accountId, credential, arn }, region }) => ({
      accountId,
      region,
      accessKeyId:
        credential.type === 'AccessKey' || credential.type === 'RoleSession' ? credential.id : null,
      arn,
    }),
  }),
);

builder.queryField('errorCodes', (t) =>
  t.stringList({
    description:
      'Every value of `extensions.code` of an error. A list of strings, because an enum value cannot contain a dot. An error with the code `Rejected.Throttling` also has `extensions.retryAfter`: the milliseconds after which to try again. Needs no permission.',
    resolve: () => [...GRAPHQL_ERROR_CODES],
  }),
);
