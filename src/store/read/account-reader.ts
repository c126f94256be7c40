import type { Readers } from '../store.ts';
import { alive } from './as-of.ts';
import { usesOf } from './key-uses.ts';
import { aliasesOf } from './list-aliases.ts';
import { type KeyQuery, listOfKeys } from './list-keys.ts';
import { type NameRange, type PagePart, pagesOfKeys } from './pages-of-keys.ts';
import { type CreationPlace, type Part, partByCreation, partById, partByName } from './part.ts';

/**
 * Reads of one account, and of keys that are not destroyed at the moment of the read: each statement carries both limits, so
 * whoever holds this reader cannot read anything else.
 */
export function accountReader({ db, backgroundDb }: Readers, accountId: string, clock: () => Date) {
  const ofKeys = (keyIds: readonly string[]) => ({
    accountId,
    keyId: { in: [...keyIds] },
    key: alive(clock()),
  });
  const scope = () => ({ accountId, now: clock() });
  const keys = (ids: readonly string[]) =>
    db.key.findMany({ where: { id: { in: [...ids] }, accountId, ...alive(clock()) } });
  return {
    /** The keys of these ids, in any order. */
    keys,
    /** The key versions of these ids, in any order, each with the spec of its key. */
    keyVersions: (ids: readonly string[]) =>
      db.keyVersion.findMany({
        where: { id: { in: [...ids] }, accountId, key: alive(clock()) },
        select: { id: true, keyId: true, createdAt: true, key: { select: { spec: true } } },
      }),
    /** The aliases of these ids, in any order. */
    aliases: (ids: readonly string[]) =>
      db.alias.findMany({ where: { id: { in: [...ids] }, accountId, key: alive(clock()) } }),
    /** The tags of several keys, in the order of their keys. */
    tagsOfKeys: (keyIds: readonly string[]) =>
      db.tag.findMany({ where: ofKeys(keyIds), orderBy: { tagKey: 'asc' } }),
    aliasPagesOfKeys: (keyIds: readonly string[], part: PagePart) =>
      pagesOfKeys(db, 'alias', scope(), keyIds, part),
    aliasCountsOfKeys: async (keyIds: readonly string[], names: NameRange | undefined) => {
      const where = { ...aliasesOf({ accountId, names }, clock()), ...ofKeys(keyIds) };
      const counts = await backgroundDb.alias.groupBy({ by: 'keyId', where, _count: true });
      return new Map(counts.map(({ keyId, _count }) => [keyId, _count]));
    },
    versionPagesOfKeys: (keyIds: readonly string[], part: Part) =>
      pagesOfKeys(db, 'keyVersion', scope(), keyIds, part),
    versionCountsOfKeys: async (keyIds: readonly string[]) => {
      const where = ofKeys(keyIds);
      const counts = await backgroundDb.keyVersion.groupBy({ by: 'keyId', where, _count: true });
      return new Map(counts.map(({ keyId, _count }) => [keyId, _count]));
    },
    /** The keys that match, in the order of their ids or of their dates of creation, and how many they are. */
    keyList(query: KeyQuery) {
      const { where, reader, count } = listOfKeys({ db, backgroundDb }, accountId, query, clock());
      return {
        count,
        byId: (part: Part) => reader.key.findMany(partById(where, part)),
        byCreation: (part: Part<CreationPlace>) => reader.key.findMany(partByCreation(where, part)),
      };
    },
    /** The aliases of the account in the order of their ids, or those in a range of names in the order of their names. */
    aliasList(names: NameRange | undefined) {
      const where = aliasesOf({ accountId, names }, clock());
      return {
        count: () => backgroundDb.alias.count({ where }),
        byId: (part: Part) => db.alias.findMany(partById(where, part)),
        byName: (part: Part) => db.alias.findMany(partByName(where, part)),
      };
    },
    /** When a key was last used, and how often in the last days. Nothing for a key that is destroyed. */
    async usesOfKey(keyId: string, days: number) {
      const [key] = await keys([keyId]);
      return key ? usesOf(db, { accountId, keyId }, days, clock()) : { lastUsedAt: null, uses: 0 };
    },
  };
}

export type AccountReader = ReturnType<typeof accountReader>;
