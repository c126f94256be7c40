import { NoPermissionError } from '#domain/errors.ts';
import { describeKey } from '#operations/key/describe-key.ts';
import { listKeys } from '#operations/key/list-keys.ts';
import type { KeyRow } from '#pipeline/operation.ts';
import { builder } from '../../builder.ts';
import type { GraphqlCall } from '../../call.ts';
import { CHANGES, changedKeys } from '../../key-changes.ts';
import { readLiveCursor } from '../../live-cursor.ts';
import { type Candidate, LiveSource } from '../../live-source.ts';
import { authorizeFilter, FILTER_COST, filterCost, KeyFilter, keyQueryOf } from './key-filter.ts';
import { KeyMetadata, readKeyNode } from './key-metadata.ts';

type Changed = Candidate<{ readonly keyId: string }>;
/** A change of a key, and the key as it is now. */
export type ShownChange = Changed & { readonly key: KeyRow | null };

export const KeyChange = builder.objectRef<ShownChange>('KeyChange').implement({
  description: 'A change that was committed, and one of the keys that it changed.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description: 'Position of this change. Use it as `after` to resume the subscription.',
    }),
    operation: t.string({
      description:
        'Operation that changed the key, such as `DisableKey`, or the event of a job, such as `RotateKey`.',
      resolve: ({ row }) => row.operation,
    }),
    time: t.field({
      type: 'DateTime',
      description: 'Time of the change, as in the audit event.',
      resolve: ({ row }) => row.createdAt,
    }),
    keyId: t.exposeString('keyId', {
      description: 'Id of the changed key, also of one that was destroyed.',
    }),
    key: t.field({
      type: KeyMetadata,
      nullable: true,
      description:
        'The key as it is now, after this change and perhaps later ones. Null if it was destroyed.',
      resolve: ({ key }) => key,
    }),
  }),
});

/** A key that was destroyed and that the caller could describe if it existed; undefined for any other. */
async function destroyed(call: GraphqlCall, change: Changed): Promise<ShownChange | undefined> {
  try {
    return (await readKeyNode(call, change.keyId)) ? undefined : { ...change, key: null };
  } catch (error) {
    if (error instanceof NoPermissionError) return undefined;
    throw error;
  }
}

type Filter = typeof KeyFilter.$inferInput | null | undefined;

/** How a call shows the changes of a filter: those that the caller may see. @throws InvalidParameterError */
export function showChanges(filter: Filter) {
  const query = keyQueryOf(filter ?? {});
  /** @throws NoPermissionError for a caller who may see none */
  return async (call: GraphqlCall, changes: readonly Changed[]): Promise<ShownChange[]> => {
    authorizeFilter(call, filter);
    call.read(listKeys);
    return changes.length === 0 ? [] : shownOf(call, query, changes);
  };
}

async function shownOf(
  call: GraphqlCall,
  query: ReturnType<typeof keyQueryOf>,
  changes: readonly Changed[],
): Promise<ShownChange[]> {
  const { reader, visible } = call.readList(describeKey);
  const keys = await visible(
    await reader.keyList(query).among([...new Set(changes.map(({ keyId }) => keyId))]),
  );
  const shown = new Map(keys.map((key) => [key.id, key]));
  const payloads = await Promise.all(
    changes.map(async (change) => {
      const key = shown.get(change.keyId);
      return key ? { ...change, key } : destroyed(call, change);
    }),
  );
  return payloads.filter((payload) => payload !== undefined);
}

builder.subscriptionField('keyChanged', (t) =>
  t.field({
    type: KeyChange,
    nullable: true,
    description: `Emits each change of a key of the account, in the order in which the changes were committed. A change of several keys gives an event for each. Needs the permission \`kms:ListKeys\`, and shows the keys for which the caller has \`kms:DescribeKey\` at that moment. A deletion or expiry whose date has passed is emitted when the job of the server has carried it out.`,
    args: {
      filter: t.arg({
        type: KeyFilter,
        description: `Only keys that match as they are after the change, and keys that were destroyed. Adds ${FILTER_COST} to the cost.`,
      }),
      after: t.arg.string({
        description:
          'Cursor of the last change that the client has: changes from then on. If it is unknown, because the retention of the audit has ended or the database was restored, the error is `InvalidParameter`: read the keys again and subscribe without it. Default: from now on.',
      }),
    },
    complexity: ({ filter }) => 1 + filterCost(filter),
    subscribe: async (_root, { filter, after }, call) => {
      const show = showChanges(filter);
      const place = readLiveCursor(after);
      authorizeFilter(call, filter);
      return new LiveSource({
        follower: await call.follow(listKeys, CHANGES, place?.rowId),
        after: place,
        subjectsOf: changedKeys,
        show,
      });
    },
    resolve: (payload) => payload,
  }),
);
