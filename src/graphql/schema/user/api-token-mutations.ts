import { createApiToken } from '#operations/api-token/create-api-token.ts';
import { deleteApiToken } from '#operations/api-token/delete-api-token.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { inputArg } from '../../input-arg.ts';
import { perform } from '../../perform.ts';
import { ApiToken, type ApiTokenShape } from './api-token.ts';

const OWNER = 'Name of the user. Absent: the caller.';

const CreateApiTokenPayload = builder
  .objectRef<{ readonly apiToken: ApiTokenShape; readonly token: string }>('CreateApiTokenPayload')
  .implement({
    description: 'Created API token with the token itself.',
    fields: (t) => ({
      apiToken: t.expose('apiToken', { type: ApiToken, description: 'The created API token.' }),
      token: t.exposeString('token', {
        description:
          'The token: `kwt_` and 36 letters and digits. Keep it now: nobody can read it later.',
      }),
    }),
  });

const CreateApiTokenInput = builder.inputType('CreateApiTokenInput', {
  description: 'Owner, name and limits of a new API token.',
  fields: (t) => ({
    userName: t.string({ description: OWNER }),
    name: t.string({
      required: true,
      description: 'Name to recognize it by: 1 to 128 characters.',
    }),
    policy: t.string({
      description:
        'Policy as JSON, at most 2,048 characters. It limits what the owner may do by this token; it never allows more. Absent: no further limit.',
    }),
    expirationDate: t.field({
      type: 'DateTime',
      description: 'Time from which the token is refused. Absent: it does not expire.',
    }),
  }),
});

builder.mutationField('createApiToken', (t) =>
  t.field({
    ...describes(createApiToken),
    type: CreateApiTokenPayload,
    args: { input: inputArg(t, CreateApiTokenInput) },
    resolve: async (_root, { input }, call) => {
      const { token, nodes } = await perform(createApiToken, call, input);
      return { apiToken: { row: nodes.apiToken, userName: nodes.userName }, token };
    },
  }),
);

const DeleteApiTokenPayload = builder
  .objectRef<{ readonly id: string }>('DeleteApiTokenPayload')
  .implement({
    description: 'Deleted API token.',
    fields: (t) => ({
      deletedTokenId: t.exposeString('id', {
        description: 'Id that it had. Requests with the token are refused from now on.',
      }),
    }),
  });

const DeleteApiTokenInput = builder.inputType('DeleteApiTokenInput', {
  description: 'Owner and the id of the API token to delete permanently.',
  fields: (t) => ({
    userName: t.string({ description: OWNER }),
    tokenId: t.string({ required: true, description: '`tokenId` of a token of this owner.' }),
  }),
});

builder.mutationField('deleteApiToken', (t) =>
  t.field({
    ...describes(deleteApiToken),
    type: DeleteApiTokenPayload,
    args: { input: inputArg(t, DeleteApiTokenInput) },
    resolve: async (_root, { input }, call) =>
      (await perform(deleteApiToken, call, input)).nodes.apiToken,
  }),
);
