import type { CreatorType, KeySpec, KeyUsage, ProtectionLevel } from '#domain/key-spec.ts';
import type { KeyState } from '#domain/key-state.ts';
import type { Key, Prisma } from '#generated/sqlite/client.ts';
import { alive, inStates } from './as-of.ts';
import { readPage } from './page.ts';
import type { Reader } from './store.ts';

/** A tag that a key must have; absent value: any. */
export interface TagFilter {
  readonly tagKey: string;
  readonly tagValue?: string | undefined;
}

/** Each entry narrows: the values of one entry are alternatives, the entries hold together. */
export type KeyFilter =
  | { readonly key: 'KeyState'; readonly values: readonly KeyState[] }
  | { readonly key: 'KeySpec'; readonly values: readonly KeySpec[] }
  | { readonly key: 'KeyUsage'; readonly values: readonly KeyUsage[] }
  | { readonly key: 'ProtectionLevel'; readonly values: readonly ProtectionLevel[] }
  | { readonly key: 'CreatorType'; readonly values: readonly CreatorType[] }
  | { readonly key: 'DKMSInstanceId'; readonly values: readonly string[] }
  | { readonly key: 'Tag'; readonly values: readonly TagFilter[] };

const NOTHING: Prisma.KeyWhereInput = { id: { in: [] } };

/** Keys of an account that have this tag. The tags carry the account too, so that their index finds them, not a look at every key. */
export const tagged = (accountId: string, { tagKey, tagValue }: TagFilter): Prisma.KeyWhereInput => ({
  tags: { some: { accountId, tagKey, ...(tagValue !== undefined && { tagValue }) } },
});

const condition = (accountId: string, filter: KeyFilter, now: Date): Prisma.KeyWhereInput => {
  switch (filter.key) {
    case 'KeyState':
      return inStates(filter.values, now);
    case 'KeySpec':
      return { spec: { in: [...filter.values] } };
    case 'KeyUsage':
      return { usage: { in: [...filter.values] } };
    case 'ProtectionLevel':
      return { protectionLevel: { in: [...filter.values] } };
    case 'CreatorType': // every key here was made by a caller
      return filter.values.includes('User') ? {} : NOTHING;
    case 'DKMSInstanceId': // and none belongs to an instance
      return NOTHING;
    case 'Tag':
      return { OR: filter.values.map((tag) => tagged(accountId, tag)) };
  }
};

/** The one meaning of a key filter, for RPC's ListKeys and GraphQL's `keys`. */
export const keysMatching = (
  scope: Prisma.KeyWhereInput & { readonly accountId: string },
  filters: readonly KeyFilter[],
  now: Date,
): Prisma.KeyWhereInput => ({
  AND: [scope, alive(now), ...filters.map((filter) => condition(scope.accountId, filter, now))],
});

/** Page `pageNumber` (from 1), oldest key first: ids are UUIDs of version 7, which sort by their time. */
export async function listKeys(db: Reader, where: Prisma.KeyWhereInput, pageNumber: number, pageSize: number) {
  const { rows, totalCount } = await readPage(
    {
      count: () => db.key.count({ where }),
      read: (part): Promise<Pick<Key, 'id'>[]> => db.key.findMany({ where, select: { id: true }, orderBy: { id: 'asc' }, ...part }),
    },
    pageNumber,
    pageSize,
  );
  return { keys: rows, totalCount };
}
