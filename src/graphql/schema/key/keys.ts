import { describeKey } from '#operations/key/describe-key.ts';
import { listKeys } from '#operations/key/list-keys.ts';
import { builder } from '../../builder.ts';
import { countOnce } from '../../count-once.ts';
import { ORDER_BY_CREATION, orderById } from '../../orders.ts';
import { countAllIfKnown, PAGES, pageCost } from '../../paging.ts';
import { MAX_EXAMINED, readVisible } from '../../visible-page.ts';
import { authorizeFilter, FILTER_COST, filterCost, KeyFilter, keyQueryOf } from './key-filter.ts';
import { KeyMetadata } from './key-metadata.ts';

const KeyOrderField = builder.enumType('KeyOrderField', {
  description: 'Sort key of a list of keys.',
  // What an index of both databases serves. Other columns would have to be sorted for each page.
  values: {
    CREATION_DATE: {
      value: 'creationDate',
      description: '`creationDate`, compared to the millisecond, then by id.',
    },
  },
});

const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Ascending or descending.',
  values: {
    ASC: { description: 'Smallest or oldest first.' },
    DESC: { description: 'Greatest or newest first.' },
  } as const,
});

const KeyOrder = builder.inputType('KeyOrder', {
  description: 'Order of a list of keys.',
  fields: (t) => ({
    field: t.field({ type: KeyOrderField, required: true, description: 'Sort key.' }),
    direction: t.field({
      type: OrderDirection,
      required: true,
      defaultValue: 'ASC',
      description: 'Ascending or descending.',
    }),
  }),
});

const ORDER = orderById<{ readonly id: string }>('key');

builder.queryField('keys', (t) =>
  t.connection(
    {
      type: KeyMetadata,
      nullable: true,
      edgesNullable: { list: false, items: false },
      nodeNullable: false,
      description: `Returns the keys of the account. ${PAGES} Needs the permission \`kms:ListKeys\`, and shows the keys for which the caller has \`kms:DescribeKey\`. Where permissions differ from key to key, at most ${MAX_EXAMINED} keys are examined for a page: a page can be short or empty, and \`hasNextPage\` still true.`,
      args: {
        filter: t.arg({
          type: KeyFilter,
          description: `Only keys that match. A filter adds ${FILTER_COST} to the cost of the query, because the server may look at every key of the account.`,
        }),
        orderBy: t.arg({
          type: KeyOrder,
          description:
            'Order of the keys. Default: by id, which is close to the order of creation. A cursor is valid only with the sort key that it was returned with.',
        }),
      },
      complexity: ({ filter, orderBy: _free, ...args }) => {
        const { field, multiplier } = pageCost(args);
        return { field: field + filterCost(filter), multiplier };
      },
      resolve: (_root, { filter, orderBy, ...args }, call, info) => {
        const query = keyQueryOf(filter ?? {});
        authorizeFilter(call, filter);
        // A node shows all that DescribeKey does, where RPC's ListKeys gives only ids: hence both permissions.
        call.read(listKeys);
        const { reader, seesAll, visible, isComplete } = call.readList(describeKey);
        const list = reader.keyList(query);
        const count = async () =>
          (await isComplete()) ? countOnce(call, info, ['keys', query], list.count) : null;
        const shown = { visible, seesAll };
        return orderBy
          ? readVisible(args, shown, {
              order: ORDER_BY_CREATION,
              isDescending: orderBy.direction === 'DESC',
              read: list.byCreation,
              count,
            })
          : readVisible(args, shown, { order: ORDER, read: list.byId, count });
      },
    },
    {
      name: 'KeyConnection',
      description: 'Page of keys.',
      fields: (t) => ({
        totalCount: t.int({
          nullable: true,
          description:
            'Number of keys on all pages. Counted only if selected, once per query; without a filter the number is stored. Null for a caller who cannot see every key of the account.',
          resolve: countAllIfKnown,
        }),
      }),
    },
    { name: 'KeyEdge', description: 'Key with its cursor.' },
  ),
);
