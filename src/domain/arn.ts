/** The ARN of a key: `acs:kms:<region>:<account>:key/<key id>`. */
export const keyArn = (region: string, accountId: string, keyId: string): string =>
  `acs:kms:${region}:${accountId}:key/${keyId}`;

/**
 * The ARN of an alias: `acs:kms:<region>:<account>:alias/<name>`.
 * @param alias with its prefix `alias/`
 */
export const aliasArn = (region: string, accountId: string, alias: string): string =>
  `acs:kms:${region}:${accountId}:${alias}`;
