import type { EncryptionContext } from '#domain/encryption-context.ts';
import { isKeyReference, type KeyReference } from '#domain/key-reference.ts';
import type { Scope } from '#store/read/locate.ts';
import type { FoundKey, KeyRow, Rows } from '#store/tables.ts';
import { findKey, type KeyName, keyNameIn } from './admit.ts';
import type { Call } from './call.ts';
import { type AnyOperation, contextIn, type KeyRule } from './operation.ts';
import { createWriteSet, type WriteSetBuilder } from './write-set.ts';

/** An operation's input by its declaration. */
export type ParsedInput = Readonly<Record<string, unknown>>;

/** The token of a request as its row will be: hashes only, and the key is not known yet. */
export type ClientToken = Omit<Rows['clientToken'], 'keyId'>;

/** What an attempt knows of its client token: the row, and when the expired one that it replaces ended. */
export interface NewToken {
  readonly row: ClientToken;
  readonly replaces: Date | undefined;
}

/** A key that an attempt is about, and what its audit row says of it. */
export interface InvolvedKey {
  readonly key: FoundKey;
  readonly context: EncryptionContext | undefined;
  /** Whether the caller is allowed to do this with the key. Until then, the key of another account must not be audited. */
  isPermitted: boolean;
  /** The version that a ciphertext blob names, or whose material was used. */
  keyVersionId: string | undefined;
}

/** One attempt to carry out an operation. After a conflict another one begins from what is stored then. */
export interface Attempt {
  readonly operation: AnyOperation;
  readonly call: Call;
  readonly input: ParsedInput;
  /** The one moment that everything in the attempt goes by. */
  readonly now: Date;
  /** The same moment in milliseconds of the monotonic clock. */
  readonly begunAt: number;
  /** When the operation began, in milliseconds of the monotonic clock: before the first of several attempts. */
  readonly startedAt: number;
  readonly scope: Scope;
  /** How the input names the key that the operation is on; absent: it is on none. */
  readonly target?: { readonly name: KeyName; readonly found: FoundKey | null } | undefined;
  /** The keys that were found: the target, then others in the order of the handler. Also those that were not admitted. */
  readonly involved: InvolvedKey[];
  /** The client token of a first request, if it has one. */
  readonly tokens: NewToken[];
  readonly writes: WriteSetBuilder;
}

/** What an operation has answered, before it is committed. */
export interface Answered {
  readonly output: ParsedInput;
  readonly key: KeyRow | undefined;
  readonly actedOn?: readonly KeyRow[] | undefined;
  /** The request was done before, under the same client token. */
  readonly isRepeated?: true;
  /** Further rows that GraphQL shows as nodes. */
  readonly nodes?: Readonly<Record<string, unknown>> | undefined;
}

/** Begins an attempt: its time, its scope, the key that the input names, an empty write set. */
export async function begin(
  operation: AnyOperation,
  call: Call,
  input: ParsedInput,
  startedAt: number,
): Promise<Attempt> {
  const { services, principal } = call;
  const now = services.clock();
  const begunAt = performance.now();
  const scope = { accountId: principal.accountId, region: services.region, now };
  const name = operation.key && keyNameIn(operation.key, input);
  const target =
    name === undefined ? undefined : { name, found: await findKey(services.lookups, scope, name) };
  const attempt: Attempt = {
    operation,
    call,
    input,
    now,
    begunAt,
    startedAt,
    scope,
    target,
    involved: [],
    tokens: [],
    writes: createWriteSet(now),
  };
  if (operation.key && target?.found) involve(attempt, target.name, target.found, operation.key);
  return attempt;
}

/** Adds a key that was found by a name. */
function involve(
  { involved, input }: Attempt,
  name: KeyName | KeyReference,
  key: FoundKey,
  rule: KeyRule | undefined,
): InvolvedKey {
  const added: InvolvedKey = {
    key,
    context: rule && contextIn(rule, input),
    isPermitted: false,
    keyVersionId: name && !isKeyReference(name) ? name.keyVersionId : undefined,
  };
  involved.push(added);
  return added;
}

/** Finds another key than the target. @param rule absent: the key is neither used nor changed */
export async function findOther(
  attempt: Attempt,
  name: KeyName | KeyReference,
  rule?: KeyRule,
): Promise<InvolvedKey | null> {
  const found = await findKey(attempt.call.services.lookups, attempt.scope, name);
  return found && involve(attempt, name, found, rule);
}

/** Records which version of a key was used, for each time that the key is involved. */
export function recordVersion({ involved }: Attempt, keyId: string, keyVersionId: string): void {
  const used = involved.find(({ key, keyVersionId: known }) => key.id === keyId && !known);
  if (used) used.keyVersionId = keyVersionId;
}
