/** An authenticated caller: an access key of an account, and what it is allowed to do. */
export interface Principal {
  readonly accountId: string;
  readonly accessKeyId: string;
  /** Permissions such as `kms:CreateKey`; a trailing `*` matches any ending. */
  readonly allowedActions: readonly string[];
}

/**
 * Whether a permission of the principal allows an operation.
 * @param operation its name, such as `CreateKey`
 */
export const isAllowed = (principal: Principal, operation: string): boolean =>
  principal.allowedActions.some((allowed) => matches(allowed, `kms:${operation}`));

const matches = (allowed: string, action: string): boolean =>
  allowed.endsWith('*') ? action.startsWith(allowed.slice(0, -1)) : action === allowed;
