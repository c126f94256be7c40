import type { CreatorType, KeySpec, KeyUsage, ProtectionLevel } from '#domain/key-spec.ts';
import type { KeyState } from '#domain/key-state.ts';
import type { Key, Prisma } from '#generated/sqlite/client.ts';
import type { BackgroundReader, Readers } from '../store.ts';
import { alive, inStates } from './as-of.ts';
import { countKeys } from './count-keys.ts';
import { readPage } from './page.ts';

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
export const tagged = (
  accountId: string,
  { tagKey, tagValue }: TagFilter,
): Prisma.KeyWhereInput => ({
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
const keysMatching = (
  scope: Prisma.KeyWhereInput & { readonly accountId: string },
  filters: readonly KeyFilter[],
  now: Date,
): Prisma.KeyWhereInput => ({
  AND: [scope, alive(now), ...filters.map((filter) => condition(scope.accountId, filter, now))],
});

/**
 * The keys of an account, or those that match: which they are, who reads them, and how many they are. The database keeps
 * the number of all; finding those that match may take a look at each, and so may finding none of them for a page.
 */
export function matchingKeys(
  { db, backgroundDb }: Readers,
  scope: Prisma.KeyWhereInput & { readonly accountId: string },
  filters: readonly KeyFilter[],
  now: Date,
) {
  const where = keysMatching(scope, filters, now);
  const reader: BackgroundReader = filters.length > 0 ? backgroundDb : db;
  const count = () =>
    filters.length > 0 ? backgroundDb.key.count({ where }) : countKeys(db, scope.accountId, now);
  return { where, reader, count };
}

/** Page `pageNumber` (from 1), oldest key first: ids are UUIDs of version 7, which sort by their time. */
export async function readKeyPage(
  readers: Readers,
  accountId: string,
  filters: readonly KeyFilter[],
  now: Date,
  { pageNumber, pageSize }: { readonly pageNumber: number; readonly pageSize: number },
) {
  const { where, reader, count } = matchingKeys(readers, { accountId }, filters, now);
  const { rows, totalCount } = await readPage(
    { ...readers, db: reader },
    {
      count,
      read: (db, part): Promise<Pick<Key, 'id'>[]> =>
        db.key.findMany({ where, select: { id: true }, orderBy: { id: 'asc' }, ...part }),
    },
    pageNumber,
    pageSize,
  );
  return { keys: rows, totalCount };
}
