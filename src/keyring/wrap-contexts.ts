import type { Place } from './keyring.ts';

/** Where each kind of secret is kept. A place is authenticated, so what is written here must never change. */
export const materialPlace = (accountId: string, keyVersionId: string): Place => ({
  purpose: 'key-material',
  accountId,
  table: 'KeyVersion',
  rowId: keyVersionId,
  column: 'wrappedMaterial',
});

export const accessKeySecretPlace = (accountId: string, accessKeyId: string): Place => ({
  purpose: 'access-key-secret',
  accountId,
  table: 'AccessKey',
  rowId: accessKeyId,
  column: 'sealedSecret',
});

export const canaryPlace = (accountId: string): Place => ({
  purpose: 'canary',
  accountId,
  table: 'Deployment',
  rowId: '1',
  column: 'canary',
});

/** A token is kept by the caller, not in a row; what it is bound to stands where a row's column would. */
export const importTokenPlace = (
  accountId: string,
  keyId: string,
  header: Uint8Array,
  epoch: number,
): Place => ({
  purpose: 'import-token',
  accountId,
  table: 'Key',
  rowId: keyId,
  column: `import ${Buffer.from(header).toString('hex')} ${epoch}`,
});
