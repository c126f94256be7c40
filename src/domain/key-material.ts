import { randomFillSync } from 'node:crypto';
import { SecretBytes } from './secret-bytes.ts';

/** The secret bytes of one key version. Declare it with `using`: it is zeroed at the end of the block. */
export class KeyMaterial extends SecretBytes {
  constructor(bytes: Buffer) {
    super(bytes, 'key material');
  }

  /** Random material from OpenSSL's generator. */
  static random(byteCount: number): KeyMaterial {
    // allocUnsafeSlow keeps the secret out of Node's shared buffer pool.
    return new KeyMaterial(randomFillSync(Buffer.allocUnsafeSlow(byteCount)));
  }
}
