import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { pascalCase } from '#domain/words.ts';
import { describeKey } from '#operations/key/describe-key.ts';
import { checkFilters } from '#operations/key/key-filters.ts';
import { listKeys } from '#operations/key/list-keys.ts';
import { keysMatching } from '#store/list-keys.ts';
import { builder } from './builder.ts';
import { CreatorType, KeySpec, KeyState, KeyUsage, ProtectionLevel } from './enums.ts';
import { KeyMetadata } from './key.ts';
import { checkPage, DEFAULT_PAGE, LARGEST_PAGE, pageCost, readCursor, toCursor } from './paging.ts';
import { permit } from './permit.ts';

const KeyFilter = builder.inputType('KeyFilter', {
  description: 'Narrows a list of keys. The values of one field are alternatives, the fields hold together.',
  fields: (t) => ({
    keyState: t.field({ type: [KeyState], description: 'In one of these states.' }),
    keySpec: t.field({ type: [KeySpec], description: 'Of one of these specs.' }),
    keyUsage: t.field({ type: [KeyUsage], description: 'For one of these usages.' }),
    protectionLevel: t.field({ type: [ProtectionLevel], description: 'At one of these protection levels.' }),
    creatorType: t.field({ type: [CreatorType], description: 'Made by one of these.' }),
  }),
});

type Given = typeof KeyFilter.$inferInput;

const filtersOf = (filter: Given | null | undefined) => {
  const given = Object.entries(filter ?? {}).filter(([, values]) => values !== null && values !== undefined);
  return checkFilters(
    given.map(([field, values]) => ({ key: pascalCase(field), values })),
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
      description: `${listKeys.summary} Pages of 1 to ${LARGEST_PAGE}, ${DEFAULT_PAGE} by default. Needs the permissions \`kms:ListKeys\` and \`kms:DescribeKey\`.`,
      args: { filter: t.arg({ type: KeyFilter, description: 'Only keys that match.' }) },
      complexity: pageCost,
      resolve: async (_root, { filter, ...args }, call) => {
        checkPage(args);
        const filters = filtersOf(filter);
        // A node shows all that DescribeKey does, where RPC's ListKeys gives ids alone: hence both permissions.
        const where = keysMatching({ ...permit(listKeys, call), ...permit(describeKey, call) }, filters, call.services.clock());
        const { db } = call.services;
        const page = await resolveCursorConnection(
          { args, toCursor, defaultSize: DEFAULT_PAGE, maxSize: LARGEST_PAGE },
          ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) =>
            db.key.findMany({
              where: {
                AND: [
                  where,
                  after ? { id: { gt: readCursor('after', after) } } : {},
                  before ? { id: { lt: readCursor('before', before) } } : {},
                ],
              },
              orderBy: { id: inverted ? 'desc' : 'asc' },
              take: limit,
            }),
        );
        return { ...page, countAll: () => db.key.count({ where }) };
      },
    },
    {
      name: 'KeyConnection',
      description: 'A page of keys.',
      fields: (t) => ({
        totalCount: t.int({
          description: 'How many keys match in all. Counted only when asked for.',
          resolve: (connection) => (connection as unknown as { countAll: () => Promise<number> }).countAll(),
        }),
      }),
    },
    { name: 'KeyEdge', description: 'A key, and where it stands in the list.' },
  ),
);
