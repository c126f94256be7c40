export interface KeyReference {
  readonly kind: 'id' | 'alias' | 'arn';
  readonly text: string;
}

/** `acs:kms:<region>:<account>:key/<key id>`: names one key everywhere. */
export const keyArn = (region: string, accountId: string, keyId: string): string => `acs:kms:${region}:${accountId}:key/${keyId}`;

/** Tells by its prefix what a KeyId parameter holds: a key id, `alias/…` or an ARN. */
export function parseKeyReference(text: string): KeyReference {
  if (text.startsWith('alias/')) return { kind: 'alias', text };
  if (text.startsWith('acs:')) return { kind: 'arn', text };
  return { kind: 'id', text };
}
