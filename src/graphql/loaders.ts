import DataLoader from 'dataloader';
import type { AccountReader } from '#store/read/account-reader.ts';
import type { UsesOfDay } from '#store/read/key-uses.ts';
import type { NameRange, PagePart, PageRow } from '#store/read/pages-of-keys.ts';
import type { Part } from '#store/read/part.ts';
import type { KeyRow } from '#store/tables.ts';

/** Most keys whose lists are read in one statement. */
const BATCH_SIZE = 100;

type Load<Value> = (id: string) => Promise<Value>;
type LoadPage<L extends 'alias' | 'keyVersion'> = (part: Part) => Promise<readonly PageRow<L>[]>;
type RowOf<Read extends (...args: never[]) => Promise<readonly unknown[]>> = Awaited<
  ReturnType<Read>
>[number];

/**
 * What `call.read` hands out: rows by id and what belongs to a key, read in one statement for all items of a page. Nothing is
 * kept: a mutation may change it.
 */
export interface Loaders
  extends Pick<
    AccountReader,
    | 'keyList'
    | 'aliasList'
    | 'usesOfKey'
    | 'userList'
    | 'roleList'
    | 'policyList'
    | 'sessionList'
    | 'signInLinks'
    | 'auditEvents'
  > {
  /** Null for a user of another account; so for a role and a policy. */
  readonly user: Load<RowOf<AccountReader['users']> | null>;
  readonly role: Load<RowOf<AccountReader['roles']> | null>;
  readonly policy: Load<RowOf<AccountReader['policies']> | null>;
  readonly auditEvent: Load<RowOf<AccountReader['auditEventsByIds']> | null>;
  /** Null for one of another account, and for one that has ended. */
  readonly session: Load<RowOf<AccountReader['sessions']> | null>;
  /** The versions of a custom policy, by its id, oldest first. */
  readonly versionsOfPolicy: Load<readonly RowOf<AccountReader['versionsOfPolicies']>[]>;
  /** The attachments of a user or a role, by its id. */
  readonly attachmentsOf: Load<readonly RowOf<AccountReader['attachmentsOf']>[]>;
  /** The attachments of a policy, by its name. */
  readonly attachmentsOfPolicy: (
    policyType: string,
  ) => Load<readonly RowOf<AccountReader['attachmentsOf']>[]>;
  /** By the name of the system policy. */
  readonly systemAttachmentCount: Load<number>;
  /** Null for a key of another account, and for one that is destroyed. */
  readonly key: Load<KeyRow | null>;
  /** Null likewise, by the key that the version belongs to. */
  readonly keyVersion: Load<RowOf<AccountReader['keyVersions']> | null>;
  /** Null likewise, by the key that the alias names. */
  readonly alias: Load<RowOf<AccountReader['aliases']> | null>;
  readonly tags: Load<readonly RowOf<AccountReader['tagsOfKeys']>[]>;
  /** Pages of a key's aliases, or of those in a range of names. */
  readonly aliasesOfKey: (keyId: string, names?: NameRange) => LoadPage<'alias'>;
  readonly aliasCount: (keyId: string, names?: NameRange) => Promise<number>;
  readonly versionsOfKey: (keyId: string) => LoadPage<'keyVersion'>;
  readonly versionCount: Load<number>;
  /** By the key: its uses on each of the last days, the oldest first. */
  readonly usesByDay: (days: number) => Load<readonly UsesOfDay[]>;
}

/** Loads for each id what `read` finds for many. */
function batched<Value, None>(
  read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  none: None,
): Load<Value | None> {
  const loader = new DataLoader<string, Value | None>(
    async (ids) => {
      const found = await read([...new Set(ids)]);
      return ids.map((id) => found.get(id) ?? none);
    },
    { cache: false, maxBatchSize: BATCH_SIZE },
  );
  return (id) => loader.load(id);
}

/** Loads rows by their ids; null where there is none. */
const byId = <Row extends { readonly id: string }>(
  read: (ids: readonly string[]) => Promise<readonly Row[]>,
): Load<Row | null> =>
  batched(async (ids) => new Map((await read(ids)).map((row) => [row.id, row])), null);

/** One loader for each part of a list that a query asks for. */
function byPart<P, Value>(make: (part: P) => Load<Value>): (part: P) => Load<Value> {
  const loads = new Map<string, Load<Value>>();
  return (part) => {
    const name = JSON.stringify(part ?? null);
    const load = loads.get(name) ?? make(part);
    loads.set(name, load);
    return load;
  };
}

/** The loaders of one request. */
export function createLoaders(reader: AccountReader): Loaders {
  const aliasPage = byPart((part: PagePart) =>
    batched((keyIds) => reader.aliasPagesOfKeys(keyIds, part), []),
  );
  const aliasCount = byPart((names: NameRange | undefined) =>
    batched((keyIds) => reader.aliasCountsOfKeys(keyIds, names), 0),
  );
  const versionPage = byPart((part: Part) =>
    batched((keyIds) => reader.versionPagesOfKeys(keyIds, part), []),
  );
  return {
    keyList: reader.keyList,
    aliasList: reader.aliasList,
    usesOfKey: reader.usesOfKey,
    userList: reader.userList,
    roleList: reader.roleList,
    policyList: reader.policyList,
    sessionList: reader.sessionList,
    signInLinks: reader.signInLinks,
    auditEvents: reader.auditEvents,
    user: byId(reader.users),
    role: byId(reader.roles),
    policy: byId(reader.policies),
    session: byId(reader.sessions),
    auditEvent: byId(reader.auditEventsByIds),
    versionsOfPolicy: batched(
      async (ids) => Map.groupBy(await reader.versionsOfPolicies(ids), ({ policyId }) => policyId),
      [],
    ),
    attachmentsOf: batched(
      async (ids) => Map.groupBy(await reader.attachmentsOf(ids), ({ principalId }) => principalId),
      [],
    ),
    attachmentsOfPolicy: byPart((policyType: string) =>
      batched(
        async (names) =>
          Map.groupBy(
            await reader.attachmentsOfPolicies(policyType, names),
            ({ policyName }) => policyName,
          ),
        [],
      ),
    ),
    systemAttachmentCount: batched(reader.systemAttachmentCounts, 0),
    key: byId(reader.keys),
    keyVersion: byId(reader.keyVersions),
    alias: byId(reader.aliases),
    tags: batched(
      async (keyIds) => Map.groupBy(await reader.tagsOfKeys(keyIds), ({ keyId }) => keyId),
      [],
    ),
    aliasesOfKey: (keyId, names) => (part) => aliasPage({ ...part, names })(keyId),
    aliasCount: (keyId, names) => aliasCount(names)(keyId),
    versionsOfKey: (keyId) => (part) => versionPage(part)(keyId),
    versionCount: batched(reader.versionCountsOfKeys, 0),
    usesByDay: byPart((days: number) => batched((keyIds) => reader.usesByDay(keyIds, days), [])),
  };
}
