import { roleArn } from '#domain/arn.ts';
import type { RoleRow } from '#operations/common/role-view.ts';
import { getRole } from '#operations/role/get-role.ts';
import { listRoles } from '#operations/role/list-roles.ts';
import { builder } from '../../builder.ts';
import { countOnce } from '../../count-once.ts';
import { describes } from '../../describes.ts';
import { loadEach } from '../../node-fields.ts';
import { orderByName } from '../../orders.ts';
import { countAll, PAGES, pageCost, readConnection } from '../../paging.ts';
import { perform } from '../../perform.ts';

export const Role = builder.node(builder.objectRef<RoleRow>('Role'), {
  description:
    'Permissions that users and other roles can take on for a time, by `assumeRole`. Policies say what it may do.',
  id: {
    resolve: ({ id }) => id,
    description: 'Global id, for `node` and `nodes`. Operations take `roleName` instead.',
  },
  loadMany: (ids: string[], call) =>
    loadEach(ids, (id) =>
      call.readNode(
        getRole,
        ({ role }) => role(id),
        (role) => ({ roleName: role?.name ?? '*' }),
      ),
    ),
  fields: (t) => ({
    roleId: t.exposeString('id', { description: 'Id of the role: a UUID.' }),
    roleName: t.exposeString('name', { description: 'Name, unique in the account.' }),
    arn: t.field({
      type: 'Arn',
      description: 'ARN of the role: `acs:ram::<account id>:role/<name>`.',
      resolve: ({ accountId, name }) => roleArn(accountId, name),
    }),
    description: t.exposeString('description', { description: 'Description; may be empty.' }),
    assumeRolePolicyDocument: t.exposeString('trustPolicy', {
      description: 'Trust policy, as JSON: who can assume the role.',
    }),
    maxSessionDuration: t.exposeInt('maxSessionDurationSeconds', {
      description: 'Longest session of the role, in seconds.',
    }),
    creationDate: t.expose('createdAt', {
      type: 'DateTime',
      description: 'Time at which the role was created.',
    }),
    updateDate: t.expose('updatedAt', {
      type: 'DateTime',
      description: 'Time of the last change of these fields.',
    }),
  }),
});

builder.queryField('role', (t) =>
  t.field({
    ...describes(getRole),
    type: Role,
    args: {
      roleName: t.arg.string({ required: true, description: 'Name of a role of the account.' }),
    },
    resolve: async (_root, { roleName }, call) =>
      (await perform(getRole, call, { roleName })).nodes.role,
  }),
);

const ORDER = orderByName('role');

builder.queryField('roles', (t) =>
  t.connection(
    {
      type: Role,
      nullable: true,
      edgesNullable: { list: false, items: false },
      nodeNullable: false,
      description: `${listRoles.summary} ${PAGES} Needs the permission \`ram:ListRoles\`.`,
      complexity: pageCost,
      resolve: (_root, args, call, info) => {
        const { byName, count } = call.read(listRoles).roleList;
        return readConnection(args, {
          order: ORDER,
          read: byName,
          count: () => countOnce(call, info, ['roles'], count),
        });
      },
    },
    {
      name: 'RoleConnection',
      description: 'Page of roles.',
      fields: (t) => ({
        totalCount: t.int({
          description: 'Number of roles on all pages. Counted only if selected, once per query.',
          resolve: countAll,
        }),
      }),
    },
    { name: 'RoleEdge', description: 'Role with its cursor.' },
  ),
);
