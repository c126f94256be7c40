import { listApiTokens } from '#operations/api-token/list-api-tokens.ts';
import type { ApiTokenRow } from '#operations/common/api-token-view.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { perform } from '../../perform.ts';
import { AccessKeyLastUse } from './access-key.ts';

/** An API token, and the name of its user; undefined for the root identity of the account. */
export interface ApiTokenShape {
  readonly row: ApiTokenRow;
  readonly userName?: string | undefined;
}

export const ApiToken = builder.objectRef<ApiTokenShape>('ApiToken').implement({
  description:
    'Credential for GraphQL requests: `Authorization: Bearer kwt_…`. The token itself is never shown again.',
  fields: (t) => ({
    tokenId: t.string({
      description: 'Id for `deleteApiToken`: `tok-` and a UUID. It is not a secret.',
      resolve: ({ row }) => row.id,
    }),
    name: t.string({
      description: 'Name that its creator chose. Several tokens can have the same name.',
      resolve: ({ row }) => row.name,
    }),
    hint: t.string({
      description: 'Last four characters of the token, to recognize it.',
      resolve: ({ row }) => row.hint,
    }),
    policy: t.string({
      nullable: true,
      description:
        'Policy that limits what the owner may do by this token, as JSON. Null: no further limit.',
      resolve: ({ row }) => row.policy,
    }),
    creationDate: t.field({
      type: 'DateTime',
      description: 'Time at which the token was created.',
      resolve: ({ row }) => row.createdAt,
    }),
    expirationDate: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Time from which the token is refused. Null: it does not expire.',
      resolve: ({ row }) => row.expiresAt,
    }),
    lastUse: t.field({
      type: AccessKeyLastUse,
      nullable: true,
      description: 'Last use. Null: the token was never used.',
      resolve: ({ row }) => row.lastUse,
    }),
    userName: t.string({
      nullable: true,
      description: 'Name of the user. Null: it belongs to the root identity of the account.',
      resolve: ({ userName }) => userName ?? null,
    }),
  }),
});

builder.queryField('apiTokens', (t) =>
  t.field({
    ...describes(listApiTokens),
    type: [ApiToken],
    complexity: { field: 1, multiplier: 10 },
    args: { userName: t.arg.string({ description: 'Name of the user. Absent: the caller.' }) },
    resolve: async (_root, { userName }, call) => {
      const { nodes } = await perform(listApiTokens, call, { userName });
      return nodes.apiTokens.map((row) => ({ row, userName: nodes.userName }));
    },
  }),
);
