import { parseKeyReference } from '#domain/arn.ts';
import type { CiphertextBlob } from '#domain/ciphertext-blob.ts';
import {
  AliasNotFoundError,
  InvalidParameterError,
  KeyNotFoundError,
  KmsError,
  MissingParameterError,
  UnsupportedAliasError,
  UnsupportedOriginError,
} from '#domain/errors.ts';
import type { KeyState } from '#domain/key-state.ts';
import { locate, locateByVersion, type Scope } from '#store/locate.ts';
import type { Reader } from '#store/store.ts';
import { failedToOpen } from './failed-to-open.ts';
import type { KeyRow, KeyRule } from './operation.ts';

/** How an input names a key: a reference, or a ciphertext blob; null for bytes that are no blob. */
export type KeyName = string | CiphertextBlob | null;

/** The value of the one field that names the key. @throws MissingParameterError, InvalidParameterError when it is not one */
export function keyNameIn({ from = ['keyId'] }: KeyRule, input: Readonly<Record<string, unknown>>): KeyName {
  const [field, second] = from.filter((name) => input[name] !== undefined);
  if (field === undefined) throw new MissingParameterError(from[0] ?? 'keyId');
  if (second !== undefined) throw new InvalidParameterError(second, 'Name the key once.');
  return input[field] as KeyName;
}

/** What a name stands for, in the caller's account; nothing for what is no blob. */
export async function findKey(db: Reader, scope: Scope, name: KeyName): Promise<KeyRow | null> {
  if (name === null) return null;
  return typeof name === 'string' ? locate(db, scope, name) : locateByVersion(db, scope, name.keyVersionId);
}

/** May an operation with this rule act on what was found? @throws the error that the rule asks for */
export function admit(rule: KeyRule, name: KeyName, found: KeyRow | null): KeyRow {
  if (name === null) throw failedToOpen();
  if (typeof name === 'string') checkReference(rule, name, found);
  if (!found) throw new KeyNotFoundError();
  if (rule.usage && found.usage !== rule.usage)
    throw new KmsError('Rejected.UnsupportedOperation', 'Unsupported operation. The key was made for another usage.');
  if (rule.origin && found.origin !== rule.origin) throw new UnsupportedOriginError();
  if (rule.states && !rule.states.includes(found.state)) throw stateRefusal(rule, found.state);
  return found;
}

function checkReference(rule: KeyRule, name: string, found: KeyRow | null): void {
  const { kind } = parseKeyReference(name);
  if (!rule.accepts.includes(kind)) throw kind === 'alias' ? new UnsupportedAliasError() : new KeyNotFoundError();
  if (!found && kind === 'alias') throw new AliasNotFoundError();
}

function stateRefusal(rule: KeyRule, state: KeyState): KmsError {
  if (rule.refusal === 'transition' || state === 'Enabled')
    return new KmsError('Rejected.StateModifiedFailed', `Keystate modified failed. The key state is ${state}.`);
  return new KmsError(`Rejected.${state}`, `The request was rejected because the key state is ${state}.`);
}
