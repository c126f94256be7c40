import type { ConditionValues } from './condition-keys.ts';

/** What a caller wants to do, as policies see it. */
export interface PolicyRequest {
  /** Such as `kms:Encrypt`. */
  readonly action: string;
  /** An ARN; with `unknown.resource` a beginning of ARNs that ends in `*`, which is any text without a colon. */
  readonly resource: string;
  readonly conditions: ConditionValues;
  /**
   * What is not known: `key`, the tags and the spec; `resource`, what follows the beginning that `resource` gives.
   * A Deny that could match denies, and an Allow must match in every case.
   */
  readonly unknown?: { readonly key?: true; readonly resource?: true };
}
