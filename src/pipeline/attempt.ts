import type { KeyReference } from '#domain/key-reference.ts';
import type { Scope } from '#store/read/locate.ts';
import type { FoundKey, KeyRow, Rows } from '#store/tables.ts';
import { findKey, type KeyName, keyNameIn } from './admit.ts';
import type { Call } from './call.ts';
import type { AnyOperation } from './operation.ts';
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

/** One attempt to carry out an operation. After a conflict another one begins from what is stored then. */
export interface Attempt {
  readonly operation: AnyOperation;
  readonly call: Call;
  readonly input: ParsedInput;
  /** The one moment that everything in the attempt goes by. */
  readonly now: Date;
  readonly scope: Scope;
  /** How the input names the key that the operation is on; absent: it is on none. */
  readonly target?: { readonly name: KeyName; readonly found: FoundKey | null } | undefined;
  /** Other keys that the handler found, in their order: also those that were not admitted. */
  readonly others: FoundKey[];
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
): Promise<Attempt> {
  const { services, principal } = call;
  const now = services.clock();
  const scope = { accountId: principal.accountId, region: services.region, now };
  const name = operation.key && keyNameIn(operation.key, input);
  const target =
    name === undefined ? undefined : { name, found: await findKey(services.db, scope, name) };
  return {
    operation,
    call,
    input,
    now,
    scope,
    target,
    others: [],
    tokens: [],
    writes: createWriteSet(now),
  };
}

/** Finds another key than the target, by a reference or as a rule says. */
export async function findOther(
  attempt: Attempt,
  name: KeyName | KeyReference,
): Promise<FoundKey | null> {
  const found = await findKey(attempt.call.services.db, attempt.scope, name);
  if (found) attempt.others.push(found);
  return found;
}
