import { randomFillSync } from 'node:crypto';
import { SecretBytes } from './secret-bytes.ts';

/** The raw secret bytes of one key version. Take it with `using`: it is zeroed at the brace. */
export class KeyMaterial extends SecretBytes {
  constructor(bytes: Buffer) {
    super(bytes, 'key material');
  }

  /** Fresh material from OpenSSL's generator. */
  static random(byteCount: number): KeyMaterial {
    // allocUnsafeSlow keeps the secret out of Node's shared pool, where zeroing would be nobody's duty.
    return new KeyMaterial(randomFillSync(Buffer.allocUnsafeSlow(byteCount)));
  }
}
