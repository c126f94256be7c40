import type { CiphertextBlob } from '#domain/ciphertext-blob.ts';
import {
  AliasNotFoundError,
  InvalidParameterError,
  KeyNotFoundError,
  KmsError,
  MissingParameterError,
  UnsuitableKeyError,
  UnsupportedAliasError,
  UnsupportedOriginError,
} from '#domain/errors.ts';
import { isKeyReference, isWithin, type KeyReference } from '#domain/key-reference.ts';
import { isSymmetric } from '#domain/key-spec.ts';
import type { KeyState } from '#domain/key-state.ts';
import { locate, locateByVersion, type Scope } from '#store/read/locate.ts';
import type { Lookups } from '#store/read/lookups.ts';
import type { FoundKey } from '#store/tables.ts';
import { failedToOpen } from './failed-to-open.ts';
import type { KeyRule } from './operation.ts';

/** How an input names a key: a reference, or a ciphertext blob; null for bytes that are no blob. */
export type KeyName = KeyReference | CiphertextBlob | null;

/** The value of the one field that names the key. @throws MissingParameterError, InvalidParameterError when it is not one */
export function keyNameIn(
  { from = ['keyId'], firstOf }: KeyRule,
  input: Readonly<Record<string, unknown>>,
): KeyName {
  const [field, second] = from.filter((name) => input[name] !== undefined);
  if (field === undefined) throw new MissingParameterError(from[0] ?? 'keyId');
  if (second !== undefined && !firstOf)
    throw new InvalidParameterError(second, 'Name the key once.');
  const name = input[field] as KeyName | { readonly blob: CiphertextBlob | null };
  return name && 'blob' in name ? name.blob : name;
}

/** The key that a name stands for, in the caller's account. Null if there is none, or if a blob cannot be parsed. */
export async function findKey(
  lookups: Lookups,
  scope: Scope,
  name: KeyName,
): Promise<FoundKey | null> {
  if (name === null) return null;
  return isKeyReference(name)
    ? locate(lookups, scope, name)
    : locateByVersion(lookups, scope, name.keyVersionId);
}

/** May an operation with this rule act on what was found? @throws the error that the rule asks for */
export function admit(
  rule: KeyRule,
  name: KeyName,
  found: FoundKey | null,
  scope: Scope,
): FoundKey {
  if (name === null) throw failedToOpen();
  if (isKeyReference(name)) checkReference(rule, name, found, scope);
  if (!found) throw notFoundBy(rule);
  if (rule.usage && found.usage !== rule.usage)
    throw new UnsuitableKeyError('The key was made for another usage.');
  if (rule.kind && isSymmetric(found.spec) !== (rule.kind === 'symmetric'))
    throw new UnsuitableKeyError(
      `This takes a ${rule.kind === 'symmetric' ? 'symmetric key' : 'key pair'}; the key is of spec ${found.spec}.`,
    );
  if (rule.origin === 'EXTERNAL' && found.origin !== rule.origin)
    throw new UnsupportedOriginError();
  if (rule.states && !rule.states.includes(found.state)) throw stateRefusal(rule, found.state);
  // After the state: the published matrix has PendingImport, a state that only imported keys have, also for operations that
  // do not accept imported keys.
  if (rule.origin && found.origin !== rule.origin)
    throw new UnsuitableKeyError('The material of this key is imported: it has no other.');
  return found;
}

const notFoundBy = (rule: KeyRule): KmsError => rule.notFound?.() ?? new KeyNotFoundError();

/** The error for a key that the caller must take for missing: one that the rule never accepts stays what it is. */
export const missingBy = (rule: KeyRule, name: KeyName): KmsError =>
  name && isKeyReference(name) && name.names === 'alias' && !rule.accepts.includes('alias')
    ? new UnsupportedAliasError()
    : notFoundBy(rule);

function checkReference(
  rule: KeyRule,
  reference: KeyReference,
  found: FoundKey | null,
  scope: Scope,
): void {
  if (reference.names === 'alias' && !rule.accepts.includes('alias'))
    throw new UnsupportedAliasError();
  if (reference.owner && !rule.accepts.includes('arn')) throw notFoundBy(rule);
  if (!found && reference.names === 'alias' && isWithin(reference, scope))
    throw new AliasNotFoundError();
}

function stateRefusal(rule: KeyRule, state: KeyState): KmsError {
  if (rule.refusal === 'transition' || state === 'Enabled')
    return new KmsError(
      'Rejected.StateModifiedFailed',
      `Keystate modified failed. The key state is ${state}.`,
    );
  return new KmsError(
    `Rejected.${state}`,
    `The request was rejected because the key state is ${state}.`,
  );
}
