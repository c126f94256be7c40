import type { Readers } from '../store.ts';
import type { KeyRow } from '../tables.ts';
import { alive, isAlive } from './as-of.ts';
import { type AuditPart, type AuditQuery, findAuditEvents } from './audit/find-audit-events.ts';
import { browserSessionReader } from './browser-sessions.ts';
import { identityReader } from './identity-lists.ts';
import { usesByDay, usesOf } from './key-uses.ts';
import { aliasesOf } from './list-aliases.ts';
import { type KeyQuery, matchingKeys } from './list-keys.ts';
import { type NameRange, type PagePart, pagesOfKeys } from './pages-of-keys.ts';
import { type CreationPlace, type Part, partByCreation, partById, partByName } from './part.ts';

interface Scope extends Readers {
  readonly accountId: string;
  readonly clock: () => Date;
}

/** The columns of a key that decide who may use it. */
const GOVERNED = {
  id: true,
  accountId: true,
  spec: true,
  policy: true,
  policyMac: true,
  tagsMac: true,
  macRootKeyId: true,
} as const;

/** Rows by their ids, in any order. */
const rowReader = ({ db, lookups, accountId, clock }: Scope) => ({
  async keys(ids: readonly string[]): Promise<KeyRow[]> {
    const keys = await Promise.all(ids.map(lookups.key));
    const now = clock();
    // Copies: Pothos marks the objects that it resolves, and the rows of lookups are shared and frozen.
    return keys.flatMap((key) =>
      key?.accountId === accountId && isAlive(key, now) ? { ...key } : [],
    );
  },
  /** Each with what decides who may use its key. */
  keyVersions: (ids: readonly string[]) =>
    db.keyVersion.findMany({
      where: { id: { in: [...ids] }, accountId, key: alive(clock()) },
      select: { id: true, keyId: true, createdAt: true, key: { select: GOVERNED } },
    }),
  aliases: (ids: readonly string[]) =>
    db.alias.findMany({ where: { id: { in: [...ids] }, accountId, key: alive(clock()) } }),
});

/** What belongs to several keys, in one statement for all of them. */
function relationReader({ db, backgroundDb, accountId, clock }: Scope) {
  const ofKeys = (keyIds: readonly string[]) => ({
    accountId,
    keyId: { in: [...keyIds] },
    key: alive(clock()),
  });
  const scope = () => ({ accountId, now: clock() });
  return {
    /** In the order of the tags' keys. */
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
  };
}

/** The audit rows of the account. */
const auditReader = ({ db, backgroundDb, accountId }: Scope) => ({
  auditEvents: (query: AuditQuery, part: AuditPart) =>
    findAuditEvents(backgroundDb, accountId, query, part),
  auditEventsByIds: (ids: readonly string[]) =>
    db.auditEvent.findMany({ where: { accountId, id: { in: [...ids] } } }),
});

/** Lists of the account, read in parts, and how long they are. */
const listReader = ({ db, backgroundDb, accountId, clock }: Scope) => ({
  /** The keys that match, in the order of their ids or of their dates of creation. */
  keyList(query: KeyQuery) {
    const { where, reader, count } = matchingKeys({ db, backgroundDb }, accountId, query, clock());
    return {
      count,
      /** Those that match of some keys. */
      among: (ids: readonly string[]) =>
        reader.key.findMany({
          where: { AND: [where, { id: { in: [...ids] } }] },
        }) as unknown as Promise<KeyRow[]>,
      byId: (part: Part) =>
        reader.key.findMany(partById(where, part)) as unknown as Promise<KeyRow[]>,
      byCreation: (part: Part<CreationPlace>) =>
        reader.key.findMany(partByCreation(where, part)) as unknown as Promise<KeyRow[]>,
    };
  },
  /** The aliases in the order of their ids, or those in a range of names in the order of their names. */
  aliasList(names: NameRange | undefined) {
    const where = aliasesOf({ accountId, names }, clock());
    return {
      count: () => backgroundDb.alias.count({ where }),
      byId: (part: Part) => db.alias.findMany(partById(where, part)),
      byName: (part: Part) => db.alias.findMany(partByName(where, part)),
    };
  },
});

/**
 * Reads of one account, and of keys that are not destroyed at the moment of the read: each statement carries both limits, so
 * the code that has this reader cannot read anything else.
 */
export function accountReader(readers: Readers, accountId: string, clock: () => Date) {
  const { db, backgroundDb, lookups } = readers;
  const scope = { db, backgroundDb, lookups, accountId, clock };
  const rows = rowReader(scope);
  return {
    ...rows,
    ...relationReader(scope),
    ...listReader(scope),
    ...auditReader(scope),
    ...identityReader(db, accountId),
    ...browserSessionReader(db, accountId, clock),
    /** When a key was last used, and how often in the last days. Nothing for a key that is destroyed. */
    async usesOfKey(keyId: string, days: number) {
      const [key] = await rows.keys([keyId]);
      return key ? usesOf(db, { accountId, keyId }, days, clock()) : { lastUsedAt: null, uses: 0 };
    },
    /** How often keys were used on each of the last days, in one statement. Nothing for a key that is destroyed. */
    async usesByDay(keyIds: readonly string[], days: number) {
      const found = (await rows.keys(keyIds)).map(({ id }) => id);
      return usesByDay(db, { accountId, keyIds: found }, days, clock());
    },
  };
}

/** Reads the rows of one account. It returns nothing of another account. */
export type AccountReader = ReturnType<typeof accountReader>;
