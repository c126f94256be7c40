/** The ARN of a key: `acs:kms:<region>:<account>:key/<key id>`. */
export const keyArn = (region: string, accountId: string, keyId: string): string =>
  `acs:kms:${region}:${accountId}:key/${keyId}`;

/** The ARN that permission to create and to list keys is checked on. */
export const keyContainerArn = (region: string, accountId: string): string =>
  `acs:kms:${region}:${accountId}:key`;

/**
 * The ARN of an alias: `acs:kms:<region>:<account>:alias/<name>`.
 * @param alias with its prefix `alias/`
 */
export const aliasArn = (region: string, accountId: string, alias: string): string =>
  `acs:kms:${region}:${accountId}:${alias}`;

/** The ARN that permission to list aliases is checked on. */
export const aliasContainerArn = (region: string, accountId: string): string =>
  `acs:kms:${region}:${accountId}:alias`;

/** The ARN of the root identity of an account. */
export const accountArn = (accountId: string): string => `acs:ram::${accountId}:root`;

/** `acs:ram::<account>:user/<name>`. */
export const userArn = (accountId: string, name: string): string =>
  `acs:ram::${accountId}:user/${name}`;

/** `acs:ram::<account>:role/<name>`. It also names all sessions of the role in policies. */
export const roleArn = (accountId: string, name: string): string =>
  `acs:ram::${accountId}:role/${name}`;

/** The ARN of a session of a role (AssumeRole, `AssumedRoleUser.Arn`). */
export const sessionArn = (accountId: string, role: string, session: string): string =>
  `acs:ram::${accountId}:role/${role}/${session}`;

/** The ARN of a policy. The account of a system policy is `system`. */
export const policyArn = (accountId: string, name: string): string =>
  `acs:ram::${accountId}:policy/${name}`;

/** Whom a policy can name: an account (`:root` and `:*` both mean it), or one of its users or roles. */
export interface NamedPrincipal {
  readonly type: 'account' | 'user' | 'role';
  readonly accountId: string;
  /** Empty for an account. */
  readonly name: string;
}

const PRINCIPAL = /^acs:ram::(\d{1,20}):(?:root|\*|(user|role)\/([A-Za-z0-9._@-]{1,64}))$/;

/** Parses the ARN of an account, a user or a role; undefined for anything else, also for names with wildcards. */
export function parsePrincipal(arn: string): NamedPrincipal | undefined {
  const [isPrincipal, accountId = '', type = 'account', name = ''] = PRINCIPAL.exec(arn) ?? [];
  return isPrincipal ? { type: type as NamedPrincipal['type'], accountId, name } : undefined;
}
