import { getAccessKeyLastUsed } from '#operations/access-key/get-access-key-last-used.ts';
import { listAccessKeys } from '#operations/access-key/list-access-keys.ts';
import type {
  ACCESS_KEY_STATUSES,
  AccessKeyRow,
  AccessKeyUseRow,
} from '#operations/common/access-key-view.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { perform } from '../../perform.ts';

export const AccessKeyStatus = builder.enumType('AccessKeyStatus', {
  description: 'Whether an access key can be used.',
  values: {
    Active: { description: 'The access key can be used.' },
    Inactive: { description: 'The access key is disabled. It can be enabled again.' },
  } satisfies Record<(typeof ACCESS_KEY_STATUSES)[number], object>,
});

export const AccessKeyLastUse = builder.objectRef<AccessKeyUseRow>('AccessKeyLastUse').implement({
  description: 'When, for what and from where an access key or an API token was used last.',
  fields: (t) => ({
    lastUsedDate: t.expose('lastUsedAt', {
      type: 'DateTime',
      description: 'Time of the last use. It is recorded at most once a minute.',
    }),
    service: t.exposeString('service', { description: 'Service: `kms`, `ram` or `sts`.' }),
    operation: t.exposeString('operation', { description: 'Operation, such as `Encrypt`.' }),
    address: t.exposeString('address', { description: 'IP address of the client.' }),
  }),
});

/** An access key, and the name of its user; undefined for the root identity of the account. */
export interface AccessKeyShape {
  readonly row: AccessKeyRow;
  readonly userName?: string | undefined;
}

export const AccessKey = builder.objectRef<AccessKeyShape>('AccessKey').implement({
  description: 'Credential of a user or of the root identity of an account, without its secret.',
  fields: (t) => ({
    accessKeyId: t.string({
      description: 'Id that requests name, for signatures and HTTP Basic.',
      resolve: ({ row }) => row.id,
    }),
    status: t.field({
      type: AccessKeyStatus,
      description: 'Whether the access key can be used.',
      resolve: ({ row }) => (row.enabled ? 'Active' : 'Inactive'),
    }),
    creationDate: t.field({
      type: 'DateTime',
      description: 'Time at which the access key was created.',
      resolve: ({ row }) => row.createdAt,
    }),
    expirationDate: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Time from which the access key is refused. Null: it does not expire.',
      resolve: ({ row }) => row.expiresAt,
    }),
    userName: t.string({
      nullable: true,
      description: 'Name of the user. Null: it belongs to the root identity of the account.',
      resolve: ({ userName }) => userName ?? null,
    }),
    lastUse: t.field({
      ...describes(getAccessKeyLastUsed),
      type: AccessKeyLastUse,
      resolve: async ({ row, userName }, _args, call) => {
        const input = { userAccessKeyId: row.id, ...(userName !== undefined && { userName }) };
        return (await perform(getAccessKeyLastUsed, call, input)).nodes.lastUse;
      },
    }),
  }),
});

builder.queryField('accessKeys', (t) =>
  t.field({
    ...describes(listAccessKeys),
    type: [AccessKey],
    complexity: { field: 1, multiplier: 2 },
    args: { userName: t.arg.string({ description: 'Name of the user. Absent: the caller.' }) },
    resolve: async (_root, { userName }, call) => {
      const { nodes } = await perform(listAccessKeys, call, { userName });
      return nodes.accessKeys.map((row) => ({ row, userName: nodes.userName }));
    },
  }),
);
