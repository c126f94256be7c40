import DataLoader from 'dataloader';
import type { Call } from '#pipeline/call.ts';
import { alive } from '#store/read/as-of.ts';
import { type PageRow, type Part, pagesOfKeys } from '#store/read/pages-of-keys.ts';
import type { Reader } from '#store/store.ts';
import type { Rows } from '#store/tables.ts';

/** The most keys whose lists are read in one statement. */
const BATCH_SIZE = 100;

type Load<Value> = (keyId: string) => Promise<Value>;

/** Reads what hangs on the keys of a page in one statement for all of them. Nothing is kept: a mutation may change it. */
export interface Loaders {
  /** Null for a key of another account, and for one that is destroyed. */
  readonly key: Load<Awaited<ReturnType<Reader['key']['findFirst']>>>;
  readonly tags: Load<readonly Rows['tag'][]>;
  readonly aliases: (part: Part) => Load<readonly PageRow<'alias'>[]>;
  readonly aliasCount: Load<number>;
  readonly versions: (part: Part) => Load<readonly PageRow<'keyVersion'>[]>;
  readonly versionCount: Load<number>;
}

/** Loads for each key what `read` finds for many. */
function batched<Value, None>(
  read: (keyIds: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  none: None,
): Load<Value | None> {
  const loader = new DataLoader<string, Value | None>(
    async (keyIds) => {
      const found = await read([...new Set(keyIds)]);
      return keyIds.map((keyId) => found.get(keyId) ?? none);
    },
    { cache: false, maxBatchSize: BATCH_SIZE },
  );
  return (keyId) => loader.load(keyId);
}

/** The same for each part of a list that a query asks for. */
function byPart<Value>(make: (part: Part) => Load<Value>): (part: Part) => Load<Value> {
  const loads = new Map<string, Load<Value>>();
  return (part) => {
    const name = JSON.stringify(part);
    const load = loads.get(name) ?? make(part);
    loads.set(name, load);
    return load;
  };
}

/** The loaders of one request, bound to its account. */
export function createLoaders({
  services: { db, backgroundDb, clock },
  principal: { accountId },
}: Pick<Call, 'services' | 'principal'>): Loaders {
  const of = (keyIds: readonly string[]) => ({ accountId, keyId: { in: [...keyIds] } });
  return {
    key: batched(async (ids) => {
      const keys = await db.key.findMany({
        where: { id: { in: [...ids] }, accountId, ...alive(clock()) },
      });
      return new Map(keys.map((key) => [key.id, key]));
    }, null),
    tags: batched(async (keyIds) => {
      const tags = await db.tag.findMany({ where: of(keyIds), orderBy: { tagKey: 'asc' } });
      return Map.groupBy(tags, ({ keyId }) => keyId);
    }, []),
    aliases: byPart((part) =>
      batched((keyIds) => pagesOfKeys(db, 'alias', accountId, keyIds, part), []),
    ),
    aliasCount: batched(async (keyIds) => {
      const counts = await backgroundDb.alias.groupBy({
        by: 'keyId',
        where: of(keyIds),
        _count: true,
      });
      return new Map(counts.map(({ keyId, _count }) => [keyId, _count]));
    }, 0),
    versions: byPart((part) =>
      batched((keyIds) => pagesOfKeys(db, 'keyVersion', accountId, keyIds, part), []),
    ),
    versionCount: batched(async (keyIds) => {
      const counts = await backgroundDb.keyVersion.groupBy({
        by: 'keyId',
        where: of(keyIds),
        _count: true,
      });
      return new Map(counts.map(({ keyId, _count }) => [keyId, _count]));
    }, 0),
  };
}
