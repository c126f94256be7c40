import type { SecretBytes } from '#domain/secret-bytes.ts';

/** A root key is missing, unreadable or wrong. The message says what to do. */
export class RootKeyError extends Error {}

/** The size of a root key. */
export const ROOT_KEY_BYTES = 32;

/** Where root keys come from. Stored with each root key's row, so that a server knows which provider has it. */
export const PROVIDER_KINDS = ['key', 'passphrase', 'pkcs11'] as const;
export type ProviderKind = (typeof PROVIDER_KINDS)[number];

/** A new root key, and what its provider needs to open it again. The parameters never contain the key. */
export interface NewRootKey {
  readonly key: SecretBytes;
  readonly parameters: Uint8Array<ArrayBuffer>;
}

/** A source of a root key: an environment variable, a file, a passphrase or a PKCS#11 token. */
export interface RootKeyProvider {
  readonly kind: ProviderKind;
  /** The setting or the file, for error texts. */
  readonly location: string;
  /**
   * Returns a root key for a new database, or for a rotation.
   * @throws RootKeyError
   */
  create(): Promise<NewRootKey>;
  /**
   * Opens the root key that `create` returned with these parameters.
   * @throws RootKeyError
   */
  open(parameters: Uint8Array): Promise<SecretBytes>;
  /** Older root keys that a rotation has kept, each with its file: a restored backup can need one of them. */
  retired?(): readonly { readonly file: string; readonly key: SecretBytes }[];
}

/** The parameters of a provider that needs none. */
export const NO_PARAMETERS = new Uint8Array();
