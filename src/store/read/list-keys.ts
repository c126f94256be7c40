import type { CreatorType, KeySpec, KeyUsage, ProtectionLevel } from '#domain/key-spec.ts';
import type { KeyState } from '#domain/key-state.ts';
import type { Key, Prisma } from '#generated/sqlite/client.ts';
import type { BackgroundReader, Readers } from '../store.ts';
import { alive, inStates } from './as-of.ts';
import { countKeys } from './count-keys.ts';
import { readPage } from './page.ts';

/** A tag that a key must have. Without `tagValue` any value matches. */
export interface TagFilter {
  readonly tagKey: string;
  readonly tagValue?: string | undefined;
}

/** One condition on keys. The values of a filter are ORed; several filters are ANDed. */
export type KeyFilter =
  | { readonly key: 'KeyState'; readonly values: readonly KeyState[] }
  | { readonly key: 'KeySpec'; readonly values: readonly KeySpec[] }
  | { readonly key: 'KeyUsage'; readonly values: readonly KeyUsage[] }
  | { readonly key: 'ProtectionLevel'; readonly values: readonly ProtectionLevel[] }
  | { readonly key: 'CreatorType'; readonly values: readonly CreatorType[] }
  | { readonly key: 'DKMSInstanceId'; readonly values: readonly string[] }
  | { readonly key: 'Tag'; readonly values: readonly TagFilter[] };

const NOTHING: Prisma.KeyWhereInput = { id: { in: [] } };

/**
 * Condition for the keys of an account that have a tag. It also names the account of the tag, so that the database uses
 * the index of tags and does not read every key.
 */
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
    case 'CreatorType': // callers create every key of this service
      return filter.values.includes('User') ? {} : NOTHING;
    case 'DKMSInstanceId': // no key belongs to an instance
      return NOTHING;
    case 'Tag':
      return { OR: filter.values.map((tag) => tagged(accountId, tag)) };
  }
};

/** Condition for the keys that match all filters. RPC's ListKeys and GraphQL's `keys` share it. */
const keysMatching = (
  scope: Prisma.KeyWhereInput & { readonly accountId: string },
  filters: readonly KeyFilter[],
  now: Date,
): Prisma.KeyWhereInput => ({
  AND: [scope, alive(now), ...filters.map((filter) => condition(scope.accountId, filter, now))],
});

/**
 * How to read the keys of an account that match all filters: their condition, the client to read them with, and a
 * function that counts them. Without filters the database maintains the count; with filters it may have to read every
 * key of the account, also for one page.
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

/** One page of the keys that match, oldest first (ids are UUIDs of version 7, which sort by time). Pages count from 1. */
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
