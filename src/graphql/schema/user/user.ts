import { userArn } from '#domain/arn.ts';
import { listAccessKeys } from '#operations/access-key/list-access-keys.ts';
import { listApiTokens } from '#operations/api-token/list-api-tokens.ts';
import type { UserRow } from '#operations/common/user-view.ts';
import { getUser } from '#operations/user/get-user.ts';
import { listUsers } from '#operations/user/list-users.ts';
import { builder } from '../../builder.ts';
import { countOnce } from '../../count-once.ts';
import { describes } from '../../describes.ts';
import { loadEach } from '../../node-fields.ts';
import { orderByName } from '../../orders.ts';
import { countAll, PAGES, pageCost, readConnection } from '../../paging.ts';
import { perform } from '../../perform.ts';
import { AccessKey } from './access-key.ts';
import { ApiToken } from './api-token.ts';

export const User = builder.node(builder.objectRef<UserRow>('User'), {
  description: 'Person or program of an account. Policies say what it may do.',
  id: {
    resolve: ({ id }) => id,
    description: 'Global id, for `node` and `nodes`. Operations take `userName` instead.',
  },
  loadMany: (ids: string[], call) =>
    loadEach(ids, (id) =>
      call.readNode(
        getUser,
        ({ user }) => user(id),
        (user) => ({ userName: user?.name ?? '*' }),
      ),
    ),
  fields: (t) => ({
    userId: t.exposeString('id', { description: 'Id of the user: a UUID.' }),
    userName: t.exposeString('name', { description: 'Name, unique in the account.' }),
    arn: t.field({
      type: 'Arn',
      description: 'ARN of the user: `acs:ram::<account id>:user/<name>`.',
      resolve: ({ accountId, name }) => userArn(accountId, name),
    }),
    displayName: t.exposeString('displayName', { description: 'Name for display; may be empty.' }),
    mobilePhone: t.exposeString('mobilePhone', { description: 'Mobile phone; may be empty.' }),
    email: t.exposeString('email', { description: 'E-mail address; may be empty.' }),
    comments: t.exposeString('comments', { description: 'Comments; may be empty.' }),
    creationDate: t.expose('createdAt', {
      type: 'DateTime',
      description: 'Time at which the user was created.',
    }),
    updateDate: t.expose('updatedAt', {
      type: 'DateTime',
      description: 'Time of the last change of these fields.',
    }),
    accessKeys: t.field({
      ...describes(listAccessKeys),
      type: [AccessKey],
      complexity: { field: 1, multiplier: 2 },
      resolve: async ({ name: userName }, _args, call) =>
        (await perform(listAccessKeys, call, { userName })).nodes.accessKeys.map((row) => ({
          row,
          userName,
        })),
    }),
    apiTokens: t.field({
      ...describes(listApiTokens),
      type: [ApiToken],
      complexity: { field: 1, multiplier: 10 },
      resolve: async ({ name: userName }, _args, call) =>
        (await perform(listApiTokens, call, { userName })).nodes.apiTokens.map((row) => ({
          row,
          userName,
        })),
    }),
  }),
});

builder.queryField('user', (t) =>
  t.field({
    ...describes(getUser),
    type: User,
    args: {
      userName: t.arg.string({ required: true, description: 'Name, unique in the account.' }),
    },
    resolve: async (_root, { userName }, call) =>
      (await perform(getUser, call, { userName })).nodes.user,
  }),
);

const ORDER = orderByName('user');

builder.queryField('users', (t) =>
  t.connection(
    {
      type: User,
      nullable: true,
      edgesNullable: { list: false, items: false },
      nodeNullable: false,
      description: `${listUsers.summary} ${PAGES} Needs the permission \`ram:ListUsers\`.`,
      complexity: pageCost,
      resolve: (_root, args, call, info) => {
        const { byName, count } = call.read(listUsers).userList;
        return readConnection(args, {
          order: ORDER,
          read: byName,
          count: () => countOnce(call, info, ['users'], count),
        });
      },
    },
    {
      name: 'UserConnection',
      description: 'Page of users.',
      fields: (t) => ({
        totalCount: t.int({
          description: 'Number of users on all pages. Counted only if selected, once per query.',
          resolve: countAll,
        }),
      }),
    },
    { name: 'UserEdge', description: 'User with its cursor.' },
  ),
);
