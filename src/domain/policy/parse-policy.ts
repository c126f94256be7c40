import type { CompiledPolicy } from './compiled-policy.ts';
import { readJson } from './json-reader.ts';
import { parseStatement } from './parse-statement.ts';
import { PolicyError } from './policy-error.ts';
import { fitsKind, POLICY_KINDS, type PolicyKind } from './policy-kinds.ts';
import { readObject, readString } from './read-node.ts';

const EXAMPLE = '{"Version": "1", "Statement": […]}';

/**
 * Parses and compiles a policy. Whatever is unknown is an error: a Deny under a condition that is ignored would deny
 * nothing.
 * @throws {PolicyError}
 */
export function parsePolicy(text: string, kind: PolicyKind): CompiledPolicy {
  if (!fitsKind(text, kind))
    throw new PolicyError(
      { source: text, offset: 0, place: '' },
      'The policy is too long.',
      `Use at most ${POLICY_KINDS[kind].maxLength} ${POLICY_KINDS[kind].unit}.`,
    );
  const document = readObject(readJson(text), EXAMPLE);
  for (const [name, value] of document.members)
    if (name !== 'Version' && name !== 'Statement')
      throw new PolicyError(value, 'A policy has no such element.', `Write ${EXAMPLE}.`);
  const version = document.members.get('Version');
  const statements = document.members.get('Statement');
  if (!version || !statements)
    throw new PolicyError(document, 'Version or Statement is missing.', `Write ${EXAMPLE}.`);
  if (readString(version, '"Version": "1"') !== '1')
    throw new PolicyError(version, 'There is only version "1".', 'Write "Version": "1".');
  if (statements.kind !== 'list' || statements.items.length === 0)
    throw new PolicyError(
      statements,
      'Statement is not a list with at least one statement.',
      `Write ${EXAMPLE}.`,
    );
  return {
    kind,
    statements: statements.items.map((item, index) => parseStatement(item, index, kind)),
  };
}
