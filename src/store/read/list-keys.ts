import type {
  CreatorType,
  KeyOrigin,
  KeySpec,
  KeyUsage,
  ProtectionLevel,
} from '#domain/key-spec.ts';
import type { KeyState } from '#domain/key-state.ts';
import { successorOf } from '#domain/search-words.ts';
import type { Key, Prisma } from '#generated/sqlite/client.ts';
import type { BackgroundReader, Readers } from '../store.ts';
import { alive, inStates } from './as-of.ts';
import { countKeys } from './count-keys.ts';
import { readPage } from './page.ts';
import type { NameRange } from './pages-of-keys.ts';

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
  | { readonly key: 'Origin'; readonly values: readonly KeyOrigin[] }
  | { readonly key: 'ProtectionLevel'; readonly values: readonly ProtectionLevel[] }
  | { readonly key: 'CreatorType'; readonly values: readonly CreatorType[] }
  | { readonly key: 'DKMSInstanceId'; readonly values: readonly string[] }
  | { readonly key: 'Tag'; readonly values: readonly TagFilter[] };

/** Which keys of an account a list has. Everything that is given must hold. */
export interface KeyQuery {
  readonly filters: readonly KeyFilter[];
  /** Created later than this. */
  readonly createdAfter?: Date | undefined;
  /** Created earlier than this. */
  readonly createdBefore?: Date | undefined;
  /** Beginnings of words of the description or of aliases (domain/search-words.ts). */
  readonly terms?: readonly string[] | undefined;
  /** Names of which one of the key's aliases has one. */
  readonly aliasNames?: NameRange | undefined;
}

/** Whether a list leaves any key out. */
const isNarrowed = ({
  filters,
  createdAfter,
  createdBefore,
  terms = [],
  aliasNames,
}: KeyQuery): boolean =>
  filters.length > 0 || !!createdAfter || !!createdBefore || terms.length > 0 || !!aliasNames;

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
  if (filter.values.length === 0) return NOTHING;
  switch (filter.key) {
    case 'KeyState':
      return inStates(filter.values, now);
    case 'KeySpec':
      return { spec: { in: [...filter.values] } };
    case 'KeyUsage':
      return { usage: { in: [...filter.values] } };
    case 'Origin':
      return { origin: { in: [...filter.values] } };
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

/** Keys that have a word which begins with the term: a range of the index of words, by the order of code points. */
const withWord = (accountId: string, term: string): Prisma.KeyWhereInput => {
  const end = successorOf(term);
  return {
    words: {
      some: { accountId, word: { gte: term, ...(end !== undefined && { lt: end }) } },
    },
  };
};

/** Keys with an alias in a range of names. It names the account of the alias, whose index of names serves the range. */
const withAlias = (accountId: string, { from, to }: NameRange): Prisma.KeyWhereInput => ({
  aliases: { some: { accountId, name: { gte: from, ...(to !== undefined && { lt: to }) } } },
});

/** Condition for the keys that match all filters. RPC's ListKeys and GraphQL's `keys` share it. */
const keysMatching = (
  accountId: string,
  { filters, createdAfter, createdBefore, terms = [], aliasNames }: KeyQuery,
  now: Date,
): Prisma.KeyWhereInput => ({
  AND: [
    { accountId },
    alive(now),
    ...filters.map((filter) => condition(accountId, filter, now)),
    ...(createdAfter ? [{ createdAt: { gt: createdAfter } }] : []),
    ...(createdBefore ? [{ createdAt: { lt: createdBefore } }] : []),
    ...terms.map((term) => withWord(accountId, term)),
    ...(aliasNames ? [withAlias(accountId, aliasNames)] : []),
  ],
});

/**
 * How to read the keys of an account that match all filters: their condition, the client to read them with, and a
 * function that counts them. Without filters the database maintains the count; with filters it may have to read every
 * key of the account, also for one page.
 */
export function matchingKeys(
  { db, backgroundDb }: Pick<Readers, 'db' | 'backgroundDb'>,
  accountId: string,
  query: KeyQuery,
  now: Date,
) {
  const where = keysMatching(accountId, query, now);
  const isAll = !isNarrowed(query);
  const reader: BackgroundReader = isAll ? db : backgroundDb;
  const count = () => (isAll ? countKeys(db, accountId, now) : backgroundDb.key.count({ where }));
  return { where, reader, count };
}

/** One page of the keys that match, oldest first (ids are UUIDs of version 7, which sort by time). Pages count from 1. */
export async function readKeyPage(
  readers: Pick<Readers, 'db' | 'backgroundDb'>,
  accountId: string,
  filters: readonly KeyFilter[],
  now: Date,
  { pageNumber, pageSize }: { readonly pageNumber: number; readonly pageSize: number },
) {
  const { where, reader, count } = matchingKeys(readers, accountId, { filters }, now);
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
