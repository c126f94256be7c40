import { getCallerIdentity, type IDENTITY_TYPES } from '#operations/session/get-caller-identity.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { perform } from '../../perform.ts';

const IdentityType = builder.enumType('IdentityType', {
  description: 'Kind of a caller.',
  values: {
    Account: { description: 'The root identity of the account.' },
    RAMUser: { description: 'A user.' },
    AssumedRoleUser: { description: 'A session of a role.' },
  } satisfies Record<(typeof IDENTITY_TYPES)[number], object>,
});

interface CallerIdentityShape {
  readonly identityType: (typeof IDENTITY_TYPES)[number];
  readonly accountId: string;
  readonly principalId: string;
  readonly userId: string | null;
  readonly roleId: string | null;
  readonly arn: string;
}

const CallerIdentity = builder.objectRef<CallerIdentityShape>('CallerIdentity').implement({
  description: 'Who calls.',
  fields: (t) => ({
    identityType: t.expose('identityType', {
      type: IdentityType,
      description: 'Kind of the caller.',
    }),
    accountId: t.exposeString('accountId', {
      description: 'Id of the account that the caller belongs to.',
    }),
    principalId: t.exposeString('principalId', {
      description:
        'Id of the account or the user; of a session the id of its role, `:` and its name.',
    }),
    userId: t.exposeString('userId', {
      nullable: true,
      description: 'Id of the user, or of the account for its root identity. Null for a session.',
    }),
    roleId: t.exposeString('roleId', {
      nullable: true,
      description: 'Id of the role. Null for other callers than a session.',
    }),
    arn: t.expose('arn', {
      type: 'Arn',
      description:
        'ARN of the caller; of a session `acs:ram::<account id>:role/<role name>/<session name>`.',
    }),
  }),
});

builder.queryField('callerIdentity', (t) =>
  t.field({
    ...describes(getCallerIdentity),
    type: CallerIdentity,
    resolve: (_root, _args, call) => perform(getCallerIdentity, call, {}),
  }),
);
