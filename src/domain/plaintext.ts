import type { PlaintextKind } from './ciphertext-blob.ts';
import { SecretBytes } from './secret-bytes.ts';

/** What a caller seals or gets back, and what it was: RPC hands text back as it came, and bytes as base64. */
export class Plaintext extends SecretBytes {
  readonly kind: PlaintextKind;

  constructor(kind: PlaintextKind, bytes: Buffer) {
    super(bytes, 'plaintext');
    this.kind = kind;
  }

  /** As the query-string API has it. */
  toWire(): string {
    return this.bytes.toString(this.kind === 'text' ? 'utf8' : 'base64');
  }
}
