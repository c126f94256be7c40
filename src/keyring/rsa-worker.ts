import { generateKeyPairSync } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

/** The answer of the thread that RsaKeys starts: a key pair in DER. It asks with the number of bits of the modulus. */
export interface MadePair {
  /** SubjectPublicKeyInfo */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** PKCS#8 */
  readonly privateKey: Uint8Array<ArrayBuffer>;
}

parentPort?.on('message', (modulusLength: number) => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { format: 'der', type: 'spki' },
    privateKeyEncoding: { format: 'der', type: 'pkcs8' },
  });
  // The buffer is transferred, so that no copy of the private key stays in this thread.
  parentPort?.postMessage({ publicKey, privateKey } satisfies MadePair, [privateKey.buffer]);
});
