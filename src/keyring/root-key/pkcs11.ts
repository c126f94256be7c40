import type { SecretBytes } from '#domain/secret-bytes.ts';
import type { RootKeyProvider } from './provider.ts';

/** A hardware security module, or what stands in for one, and how to log in to it. */
export interface Pkcs11Module {
  readonly library: string;
  readonly tokenLabel: string;
  readonly pin: SecretBytes;
}

export function keyFromPkcs11(_module: Pkcs11Module, _keyLabel: string): RootKeyProvider {
  throw new Error('to be written');
}
