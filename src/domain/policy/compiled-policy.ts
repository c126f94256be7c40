import type { NamedPrincipal } from '../arn.ts';
import type { ConditionKey } from './condition-keys.ts';
import type { Test } from './condition-operators.ts';
import type { Glob } from './glob.ts';
import type { PolicyKind } from './policy-kinds.ts';

/** One pattern of a list, of an action in lower case, and where the policy has it. */
export interface Pattern extends Glob {
  readonly place: string;
}

/** One condition key under one operator. */
export interface Condition {
  readonly key: ConditionKey;
  /** Whether the condition is met if no test succeeds, and if the request has no value. */
  readonly negative: boolean;
  /** One for each value of the policy. */
  readonly tests: readonly Test[];
}

/** A principal of a key policy or a trust policy. */
export interface StatementPrincipal extends NamedPrincipal {
  /** As written. */
  readonly arn: string;
}

/** A statement of a policy. */
export interface Statement {
  /** From 0. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly Pattern[];
  /** True for NotAction: the statement is about all actions but these. */
  readonly actionsExcluded: boolean;
  /** `*` for a trust policy. */
  readonly resources: readonly Pattern[];
  /** Empty for identity and session policies. */
  readonly principals: readonly StatementPrincipal[];
  /** All must be met. */
  readonly conditions: readonly Condition[];
}

/** A valid policy, ready to evaluate. */
export interface CompiledPolicy {
  readonly kind: PolicyKind;
  readonly statements: readonly Statement[];
}
