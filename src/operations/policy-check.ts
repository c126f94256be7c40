import { parsePolicy } from '#domain/policy/parse-policy.ts';
import type { PolicyKind } from '#domain/policy/policy-kinds.ts';
import { type PolicyWarning, warningsOf } from '#domain/policy/policy-warnings.ts';
import { actionOf } from '#pipeline/operation.ts';
import { DESTINATION } from './cryptography/re-encrypt.ts';
import { OPERATIONS } from './registry.ts';

/** The actions that policies can allow or deny here. ReEncrypt checks a second one, on the key that it seals with. */
export const KNOWN_ACTIONS: readonly string[] = [
  ...OPERATIONS.filter(({ needsPermission }) => needsPermission !== false).map(actionOf),
  `kms:${DESTINATION.action}`,
];

/**
 * Checks a policy as it is checked when it is saved, and lists what in it has no effect here.
 * @throws {PolicyError} for an invalid policy
 */
export const checkPolicy = (document: string, kind: PolicyKind): PolicyWarning[] =>
  warningsOf(parsePolicy(document, kind), KNOWN_ACTIONS);
