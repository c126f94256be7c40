/** `acs:kms:<region>:<account>:key/<key id>`: names one key everywhere. */
export const keyArn = (region: string, accountId: string, keyId: string): string =>
  `acs:kms:${region}:${accountId}:key/${keyId}`;

/** `acs:kms:<region>:<account>:alias/<name>`. The alias has its prefix already. */
export const aliasArn = (region: string, accountId: string, alias: string): string =>
  `acs:kms:${region}:${accountId}:${alias}`;
