import type { WrapContext } from './keyring.ts';

// A wrap context is authenticated: if a string in this file changes, no stored value opens any more.

/** The context of a key version's material. */
export const materialContext = (accountId: string, keyVersionId: string): WrapContext => ({
  purpose: 'key-material',
  accountId,
  table: 'KeyVersion',
  rowId: keyVersionId,
  column: 'wrappedMaterial',
});

/** The context of an access key's secret. */
export const accessKeySecretContext = (accountId: string, accessKeyId: string): WrapContext => ({
  purpose: 'access-key-secret',
  accountId,
  table: 'AccessKey',
  rowId: accessKeyId,
  column: 'sealedSecret',
});

/** The context of the key with which an account's security tokens are sealed. */
export const tokenKeyContext = (accountId: string): WrapContext => ({
  purpose: 'token-key',
  accountId,
  table: 'Account',
  rowId: accountId,
  column: 'sealedTokenKey',
});

/** The context of a security token. The caller keeps the token, so no row has it. */
export const securityTokenContext = (accountId: string): WrapContext => ({
  purpose: 'security-token',
  accountId,
  table: 'Account',
  rowId: accountId,
  column: 'security token',
});

/** The context of a root key's canary. The table is the one in which canaries were stored first. */
export const canaryContext = (accountId: string): WrapContext => ({
  purpose: 'canary',
  accountId,
  table: 'Deployment',
  rowId: '1',
  column: 'canary',
});

/**
 * The context of an import token. The caller keeps the token, so no row has it. The column names what the token is
 * bound to: its header, which is not secret, and the key's import epoch.
 */
export const importTokenContext = (
  accountId: string,
  keyId: string,
  header: Uint8Array,
  epoch: number,
): WrapContext => ({
  purpose: 'import-token',
  accountId,
  table: 'Key',
  rowId: keyId,
  column: `import ${Buffer.from(header).toString('hex')} ${epoch}`,
});
