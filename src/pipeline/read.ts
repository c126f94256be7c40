import { keyArn } from '#domain/arn.ts';
import { type KmsError, NoPermissionError } from '#domain/errors.ts';
import { visibility } from '#domain/policy/foresee.ts';
import type { Tag } from '#domain/tags.ts';
import { type GovernedKey, isPolicyAuthentic } from '#integrity/key-macs.ts';
import type { Follower } from '#store/feed/follower.ts';
import { type AccountReader, accountReader } from '#store/read/account-reader.ts';
import type { KeyRow } from '#store/tables.ts';
import type { KeyName } from './admit.ts';
import { authorizeResource, resourcesOf } from './authorize.ts';
import { type Call, noteUse } from './call.ts';
import { conditionsOf } from './conditions.ts';
import { decideKey, refusalOf } from './key-access.ts';
import { type AnyOperation, actionOf } from './operation.ts';
import { errorCodeOf } from './outcome.ts';
import type { ReadLog } from './read-log.ts';
import { takeQuota } from './take-quota.ts';

/** An operation that reads. An object made up of a name is none. */
type Readable = AnyOperation & { readonly effect: 'read' };

/** What the surface's reader has to offer, so that a page needs few statements. */
interface KeyLoader {
  /** Null for a key of another account, and for one that is destroyed. */
  readonly key: (id: string) => Promise<KeyRow | null>;
  readonly tags: (keyId: string) => Promise<readonly Tag[]>;
}

/**
 * Reads under the name of an operation: its quota and its permission are checked, it is counted and logged, and what is
 * handed out reads the caller's account and keys that exist, and nothing else. All of them throw ThrottlingError.
 */
export interface Reads<Reader> {
  /**
   * For what is checked on no single key, such as a list.
   * @param input of the operation, as far as it names what is read
   * @throws NoPermissionError
   */
  readonly read: (operation: Readable, input?: object) => Reader;
  /**
   * For a row that is found by its id and named otherwise, such as a user; null for one that does not exist.
   * @param inputOf the input of the operation that names the row, or any row
   * @throws NoPermissionError
   */
  readonly readNode: <Row>(
    operation: Readable,
    find: (reader: Reader) => Promise<Row | null>,
    inputOf: (row: Row | null) => object,
  ) => Promise<Row | null>;
  /** For a key, by its id; null for one that does not exist. @throws NoPermissionError */
  readonly readKey: (operation: Readable, keyId: string) => Promise<KeyRow | null>;
  /** For what belongs to a key that was read. @throws NoPermissionError */
  readonly readOf: (operation: Readable, key: GovernedKey) => Promise<Reader>;
  /** For a row that is read with its key, which decides; null for a row that does not exist. @throws NoPermissionError */
  readonly readRow: <Row extends { readonly key: GovernedKey }>(
    operation: Readable,
    find: (reader: Reader) => Promise<Row | null>,
  ) => Promise<Row | null>;
  /**
   * Follows the audit rows of the account as they are committed, which counts as one read. It checks the permission for the
   * beginning only: the surface checks it again before it shows a row.
   * @param operations rows of these that were done, or all rows @param from a row of the account to begin with
   * @throws NoPermissionError, InvalidParameterError `after`
   */
  readonly follow: (
    operation: Readable,
    operations: readonly string[] | 'all',
    from: string | undefined,
  ) => Promise<Follower>;
  /** For a list of which each key is checked, by `visible`. */
  readonly readList: (operation: Readable) => VisibleList<Reader>;
}

/** A list that shows only the keys for which the caller has the permission. */
export interface VisibleList<Reader> {
  readonly reader: Reader;
  /** Whether the caller can see all keys of the account, unless some have a key policy. */
  readonly seesAll: boolean;
  /** Those of the keys that the caller can see. */
  readonly visible: <Row extends KeyRow>(keys: readonly Row[]) => Promise<Row[]>;
  /** Whether the caller can see every key of the account. */
  readonly isComplete: () => Promise<boolean>;
}

/** Counts a read against its quota. @throws ThrottlingError, which is counted and logged */
function count(call: Call, operation: Readable): void {
  try {
    takeQuota(call, operation);
  } catch (error) {
    call.performed.push(operation.name);
    call.services.meter.operation(call.surface, operation.name, errorCodeOf(error));
    throw error;
  }
}

/** Counts and logs a read. */
function record(
  call: Call,
  log: ReadLog,
  operation: Readable,
  refusal: KmsError | undefined,
  keyId: string | null = null,
): void {
  const { name } = operation;
  call.performed.push(name);
  noteUse(call, operation);
  call.services.meter.operation(call.surface, name, refusal?.code ?? 'Done');
  log.note(name, refusal, keyId);
  if (refusal) throw refusal;
}

/** The error of a read that is checked on no single key. */
function refusalOfRead(
  call: Call,
  operation: Readable,
  input: object,
  now: Date,
): KmsError | undefined {
  // Also for an operation that needs no permission itself: the reader shows more than that operation does.
  const resources = resourcesOf(operation, call, { keyIds: [], ...input });
  try {
    for (const resource of resources) authorizeResource(call, now, actionOf(operation), resource);
    return undefined;
  } catch (error) {
    if (error instanceof NoPermissionError) return error;
    throw error;
  }
}

/** The reads of one call. @param log audits them @param wrap how the surface asks for rows, once per call: GraphQL batches what a page needs */
export function createReads<Reader extends KeyLoader>(
  call: Call,
  log: ReadLog,
  wrap: (reader: AccountReader) => Reader,
): Reads<Reader> {
  const { services, principal } = call;
  const reader = wrap(accountReader(services, principal.accountId, services.clock));
  const check = async (operation: Readable, name: KeyName, found: GovernedKey | null) => {
    const access = { action: actionOf(operation), name, found, tagsOf: reader.tags };
    const refusal = await refusalOf(call, services.clock(), access);
    record(call, log, operation, refusal, found?.id);
  };
  return {
    read(operation, input = {}) {
      count(call, operation);
      record(call, log, operation, refusalOfRead(call, operation, input, services.clock()));
      return reader;
    },
    async readNode(operation, find, inputOf) {
      count(call, operation);
      const row = await find(reader);
      record(call, log, operation, refusalOfRead(call, operation, inputOf(row), services.clock()));
      return row;
    },
    async readKey(operation, keyId) {
      count(call, operation);
      const found = await reader.key(keyId);
      const name = { names: 'key', name: keyId, owner: null } as const;
      await check(operation, name, found);
      return found;
    },
    async readOf(operation, key) {
      count(call, operation);
      await check(operation, null, key);
      return reader;
    },
    async readRow(operation, find) {
      count(call, operation);
      const row = await find(reader);
      await check(operation, null, row?.key ?? null);
      return row;
    },
    follow(operation, operations, from) {
      count(call, operation);
      record(call, log, operation, refusalOfRead(call, operation, {}, services.clock()));
      return services.feed.follow({ accountId: principal.accountId, operations }, from);
    },
    readList(operation) {
      count(call, operation);
      record(call, log, operation, undefined);
      return visibleList(call, reader, actionOf(operation));
    },
  };
}

function visibleList<Reader extends KeyLoader>(
  call: Call,
  reader: Reader,
  action: string,
): VisibleList<Reader> {
  const { services, principal } = call;
  const now = services.clock();
  const { accountId } = principal;
  const resource = keyArn(services.region, accountId, '*');
  const conditions = conditionsOf(call, now);
  const seesAll = visibility(principal, { action, resource, conditions }) === 'all';
  const isVisible = async (key: KeyRow): Promise<boolean> => {
    if (seesAll && key.policy === null && isPolicyAuthentic(services.keyring, key)) return true;
    return (await decideKey(call, now, { action, tagsOf: reader.tags }, key)).allowed;
  };
  return {
    reader,
    seesAll,
    async visible(keys) {
      const answers = await Promise.all(keys.map(isVisible));
      return keys.filter((_key, at) => answers[at]);
    },
    async isComplete() {
      if (!seesAll) return false;
      if (principal.type === 'account') return true; // no key policy binds it
      const where = { accountId, policy: { not: null } };
      return (await services.backgroundDb.key.findFirst({ where, select: { id: true } })) === null;
    },
  };
}
