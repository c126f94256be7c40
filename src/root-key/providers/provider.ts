import type { SecretBytes } from '#domain/secret-bytes.ts';

/** The root key cannot be had, or is not one. The message says what to do. */
export class RootKeyError extends Error {}

export const ROOT_KEY_BYTES = 32;

/** How a root key is found again; stored with its row, so that a start knows which providers to ask. */
export const PROVIDER_KINDS = ['key', 'passphrase', 'pkcs11'] as const;
export type ProviderKind = (typeof PROVIDER_KINDS)[number];

/** A new root key, and what its provider needs to find it again. Never the key itself. */
export interface NewRootKey {
  readonly key: SecretBytes;
  readonly parameters: Uint8Array<ArrayBuffer>;
}

/** Where a root key comes from: an environment variable, a file, a passphrase, a hardware module. */
export interface RootKeyProvider {
  readonly kind: ProviderKind;
  /** Names the place in an error: a setting or a file. */
  readonly place: string;
  /** A root key for a database that has none yet, or that is to get another. @throws RootKeyError */
  create(): Promise<NewRootKey>;
  /** The root key that `create` gave these parameters for. @throws RootKeyError */
  open(parameters: Uint8Array): Promise<SecretBytes>;
  /** Root keys of before that are kept beside this one, each with its place: a backup may need one of them. */
  retired?(): readonly { readonly place: string; readonly key: SecretBytes }[];
}

export const NO_PARAMETERS = new Uint8Array();
