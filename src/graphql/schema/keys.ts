import { pascalCase } from '#domain/words.ts';
import { checkFilters } from '#operations/common/key-filters.ts';
import { describeKey } from '#operations/key/describe-key.ts';
import { listKeys } from '#operations/key/list-keys.ts';
import { listTagResources } from '#operations/tag/list-tag-resources.ts';
import { matchingKeys } from '#store/read/list-keys.ts';
import { builder } from '../builder.ts';
import { countOnce } from '../count-once.ts';
import { CreatorType, KeySpec, KeyState, KeyUsage, ProtectionLevel } from '../enums.ts';
import { countAll, PAGES, pageCost, partOf, readConnection } from '../paging.ts';
import { permit, permitRead } from '../permit.ts';
import { KeyMetadata } from './key.ts';

const TagFilter = builder.inputType('TagFilter', {
  description: 'A tag that a key must have.',
  fields: (t) => ({
    tagKey: t.string({ required: true, description: 'The key of the tag.' }),
    tagValue: t.string({ description: 'Its value. Absent: any.' }),
  }),
});

const KeyFilter = builder.inputType('KeyFilter', {
  description:
    'Narrows a list of keys. The values of one field are alternatives, but tags; the fields hold together.',
  fields: (t) => ({
    keyState: t.field({ type: [KeyState], description: 'In one of these states.' }),
    keySpec: t.field({ type: [KeySpec], description: 'Of one of these specs.' }),
    keyUsage: t.field({ type: [KeyUsage], description: 'For one of these usages.' }),
    protectionLevel: t.field({
      type: [ProtectionLevel],
      description: 'At one of these protection levels.',
    }),
    creatorType: t.field({ type: [CreatorType], description: 'Made by one of these.' }),
    tags: t.field({
      type: [TagFilter],
      description:
        'Having every one of these tags. Needs the permission `kms:ListTagResources` too.',
    }),
  }),
});

type Given = typeof KeyFilter.$inferInput;

/** The keys that match are found by a look at each key of the account, where few do: for a page, and again for their number. */
const FILTER_COST = 100;
const isGiven = (value: unknown): boolean => value !== null && value !== undefined;

const filtersOf = ({ tags, ...filter }: Given) => {
  const given = Object.entries(filter).filter(([, values]) => isGiven(values));
  return checkFilters(
    [
      ...given.map(([field, values]) => ({ key: pascalCase(field), values })),
      ...(tags ?? []).map(({ tagKey, tagValue }) => ({
        key: 'Tag',
        values: [{ tagKey, tagValue: tagValue ?? undefined }],
      })),
    ],
    'filter',
  );
};

builder.queryField('keys', (t) =>
  t.connection(
    {
      type: KeyMetadata,
      nullable: true,
      edgesNullable: { list: false, items: false },
      nodeNullable: false,
      description: `${listKeys.summary} ${PAGES} Needs the permissions \`kms:ListKeys\` and \`kms:DescribeKey\`.`,
      args: {
        filter: t.arg({
          type: KeyFilter,
          description: `Only keys that match. A filter adds ${FILTER_COST} to the cost of the query: the server may look at every key of the account.`,
        }),
      },
      complexity: ({ filter, ...args }) => {
        const { field, multiplier } = pageCost(args);
        return {
          field: field + (Object.values(filter ?? {}).some(isGiven) ? FILTER_COST : 0),
          multiplier,
        };
      },
      resolve: (_root, { filter, ...args }, call, info) => {
        const filters = filtersOf(filter ?? {});
        // Who may not see tags must not find them out by asking for one after the other.
        if (filter?.tags?.length) permitRead(listTagResources, call);
        // A node shows all that DescribeKey does, where RPC's ListKeys gives ids alone: hence both permissions.
        const scope = { ...permit(listKeys, call), ...permit(describeKey, call) };
        const { where, reader, count } = matchingKeys(
          call.services,
          scope,
          filters,
          call.services.clock(),
        );
        return readConnection(args, {
          kind: 'key',
          read: (part) => reader.key.findMany(partOf(where, part)),
          count: () => countOnce(call, info, ['keys', filters], count),
        });
      },
    },
    {
      name: 'KeyConnection',
      description: 'A page of keys.',
      fields: (t) => ({
        totalCount: t.int({
          description:
            'Number of keys in the list, on all pages. Without a filter it is known; with one the matching keys are counted, once per query.',
          resolve: countAll,
        }),
      }),
    },
    { name: 'KeyEdge', description: 'A key, and where it stands in the list.' },
  ),
);
