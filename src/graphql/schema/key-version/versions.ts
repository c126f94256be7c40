import { listKeyVersions } from '#operations/key-version/list-key-versions.ts';
import { builder } from '../../builder.ts';
import { countOnce } from '../../count-once.ts';
import { orderById } from '../../orders.ts';
import { countAll, PAGES, pageCost, readConnection } from '../../paging.ts';
import { KeyMetadata } from '../key/key-metadata.ts';
import { KeyVersion, toVersion } from './key-version.ts';

const ORDER = orderById<{ readonly id: string }>('version');

builder.prismaObjectField(KeyMetadata, 'versions', (t) =>
  t.connection(
    {
      type: KeyVersion,
      nullable: true,
      edgesNullable: { list: false, items: false },
      nodeNullable: false,
      description: `${listKeyVersions.summary} ${PAGES} Needs the permission \`kms:ListKeyVersions\`.`,
      complexity: pageCost,
      resolve: async (key, args, call, info) => {
        const { id: keyId, spec } = key;
        const { versionsOfKey, versionCount } = await call.readOf(listKeyVersions, key);
        const page = await readConnection(args, {
          order: ORDER,
          read: versionsOfKey(keyId),
          count: () => countOnce(call, info, ['versions', keyId], () => versionCount(keyId)),
        });
        return {
          ...page,
          edges: page.edges.map((edge) => edge && { ...edge, node: toVersion(edge.node, spec) }),
        };
      },
    },
    {
      name: 'KeyVersionConnection',
      description: 'Page of key versions.',
      fields: (t) => ({
        totalCount: t.int({
          description:
            'Number of key versions on all pages. Counted only if selected, once per query.',
          resolve: countAll,
        }),
      }),
    },
    { name: 'KeyVersionEdge', description: 'Key version with its cursor.' },
  ),
);
