import { parseKeyReference } from '#domain/arn.ts';
import { AliasNotFoundError, KeyNotFoundError, KmsError, UnsupportedAliasError } from '#domain/errors.ts';
import type { KeyState } from '#domain/key-state.ts';
import type { KeyRow, KeyRule } from './operation.ts';

/** May an operation with this rule act on what was located? @throws the error that the rule asks for */
export function admit(rule: KeyRule, reference: string, located: KeyRow | null): KeyRow {
  const { kind } = parseKeyReference(reference);
  if (!rule.accepts.includes(kind)) throw kind === 'alias' ? new UnsupportedAliasError() : new KeyNotFoundError();
  if (!located) throw kind === 'alias' ? new AliasNotFoundError() : new KeyNotFoundError();
  if (rule.usage && located.usage !== rule.usage)
    throw new KmsError('Rejected.UnsupportedOperation', 'Unsupported operation. The key was made for another usage.');
  const { state } = located;
  if (rule.states && !rule.states.includes(state)) throw stateRefusal(rule, state);
  return located;
}

function stateRefusal(rule: KeyRule, state: KeyState): KmsError {
  if (rule.refusal === 'transition' || state === 'Enabled')
    return new KmsError('Rejected.StateModifiedFailed', `Keystate modified failed. The key state is ${state}.`);
  return new KmsError(`Rejected.${state}`, `The request was rejected because the key state is ${state}.`);
}
