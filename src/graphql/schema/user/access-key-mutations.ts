import { createAccessKey } from '#operations/access-key/create-access-key.ts';
import { deleteAccessKey } from '#operations/access-key/delete-access-key.ts';
import { updateAccessKey } from '#operations/access-key/update-access-key.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { inputArg } from '../../input-arg.ts';
import { perform } from '../../perform.ts';
import { AccessKey, type AccessKeyShape, AccessKeyStatus } from './access-key.ts';

const OWNER = 'Name of the user. Absent: the caller.';
const ACCESS_KEY_ID = '`accessKeyId` of an access key of this user.';

const CreateAccessKeyPayload = builder
  .objectRef<{ readonly accessKey: AccessKeyShape; readonly secret: string }>(
    'CreateAccessKeyPayload',
  )
  .implement({
    description: 'Created access key with its secret.',
    fields: (t) => ({
      accessKey: t.expose('accessKey', { type: AccessKey, description: 'The created access key.' }),
      accessKeySecret: t.exposeString('secret', {
        description: 'The secret. Keep it now: nobody can read it later.',
      }),
    }),
  });

const CreateAccessKeyInput = builder.inputType('CreateAccessKeyInput', {
  description: 'User of a new access key.',
  fields: (t) => ({
    userName: t.string({ description: OWNER }),
    expirationDate: t.field({
      type: 'DateTime',
      description: 'Time from which the access key is refused. Absent: it does not expire.',
    }),
  }),
});

builder.mutationField('createAccessKey', (t) =>
  t.field({
    ...describes(createAccessKey),
    type: CreateAccessKeyPayload,
    args: { input: inputArg(t, CreateAccessKeyInput) },
    resolve: async (_root, { input }, call) => {
      const { accessKey, nodes } = await perform(createAccessKey, call, input);
      const shape = { row: nodes.accessKey, userName: nodes.userName };
      return { accessKey: shape, secret: accessKey.accessKeySecret };
    },
  }),
);

const UpdateAccessKeyInput = builder.inputType('UpdateAccessKeyInput', {
  description: 'Access key and its new status.',
  fields: (t) => ({
    userName: t.string({ description: OWNER }),
    userAccessKeyId: t.string({ required: true, description: ACCESS_KEY_ID }),
    status: t.field({ type: AccessKeyStatus, required: true, description: 'The new status.' }),
  }),
});

builder.mutationField('updateAccessKey', (t) =>
  t.field({
    ...describes(updateAccessKey),
    type: AccessKey,
    args: { input: inputArg(t, UpdateAccessKeyInput) },
    resolve: async (_root, { input }, call) => {
      const { nodes } = await perform(updateAccessKey, call, input);
      return { row: nodes.accessKey, userName: nodes.userName };
    },
  }),
);

const DeleteAccessKeyPayload = builder
  .objectRef<{ readonly id: string }>('DeleteAccessKeyPayload')
  .implement({
    description: 'Deleted access key.',
    fields: (t) => ({
      deletedAccessKeyId: t.exposeString('id', {
        description: 'Id that it had. Requests with it are refused from now on.',
      }),
    }),
  });

const DeleteAccessKeyInput = builder.inputType('DeleteAccessKeyInput', {
  description: 'User and the id of the access key to delete permanently.',
  fields: (t) => ({
    userName: t.string({ description: OWNER }),
    userAccessKeyId: t.string({ required: true, description: ACCESS_KEY_ID }),
  }),
});

builder.mutationField('deleteAccessKey', (t) =>
  t.field({
    ...describes(deleteAccessKey),
    type: DeleteAccessKeyPayload,
    args: { input: inputArg(t, DeleteAccessKeyInput) },
    resolve: async (_root, { input }, call) =>
      (await perform(deleteAccessKey, call, input)).nodes.accessKey,
  }),
);
