/** Who calls, after authentication: one access key of one account, and what it is allowed to do. */
export interface Principal {
  readonly accountId: string;
  readonly accessKeyId: string;
  /** Permissions such as `kms:CreateKey`; a trailing `*` stands for any ending. */
  readonly allowedActions: readonly string[];
}

/** May this principal perform this operation? What no permission allows is denied. */
export const isAllowed = (principal: Principal, operation: string): boolean =>
  principal.allowedActions.some((allowed) => matches(allowed, `kms:${operation}`));

const matches = (allowed: string, action: string): boolean =>
  allowed.endsWith('*') ? action.startsWith(allowed.slice(0, -1)) : action === allowed;
