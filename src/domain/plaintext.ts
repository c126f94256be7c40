import type { PlaintextKind } from './ciphertext-blob.ts';
import { SecretBytes } from './secret-bytes.ts';

/** A plaintext, and whether the caller gave it as text or as bytes. RPC returns text unchanged, and bytes as base64. */
export class Plaintext extends SecretBytes {
  readonly kind: PlaintextKind;

  constructor(kind: PlaintextKind, bytes: Buffer) {
    super(bytes, 'plaintext');
    this.kind = kind;
  }

  /** The form that RPC returns. */
  toWire(): string {
    return this.bytes.toString(this.kind === 'text' ? 'utf8' : 'base64');
  }
}
