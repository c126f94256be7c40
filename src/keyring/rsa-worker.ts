import { generateKeyPairSync } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

/** What RsaKeys runs in its thread: answers the bits of a modulus with a key pair in DER. */
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
  // Handed over, so that no copy stays here.
  parentPort?.postMessage({ publicKey, privateKey } satisfies MadePair, [privateKey.buffer]);
});
