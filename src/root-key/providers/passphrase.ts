import { randomBytes, scrypt } from 'node:crypto';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { ROOT_KEY_BYTES, RootKeyError, type RootKeyProvider } from './provider.ts';

/**
 * 128 MiB and about 0.3 s per guess (OWASP's first choice for scrypt). Stored with the salt, so it can be raised
 * later.
 */
const COST_LOG2 = 17;
const BLOCK_SIZE = 8;
const SALT_BYTES = 32;
const FORMAT = 1;
/** The most that a stored row can ask for: 1 GiB. */
const MAX_COST_LOG2 = 20;

/**
 * Derives the root key from a passphrase (scrypt, RFC 7914). Parameters: format 1 ‖ log2 of the cost 1 ‖ salt 32.
 * @param passphrase the provider owns it
 * @param location the setting, for error texts
 */
export function keyFromPassphrase(passphrase: SecretBytes, location: string): RootKeyProvider {
  const open = (parameters: Uint8Array): Promise<SecretBytes> => {
    const [format, costLog2 = 0] = parameters;
    if (format !== FORMAT || costLog2 > MAX_COST_LOG2 || parameters.length !== 2 + SALT_BYTES)
      return Promise.reject(
        new RootKeyError(
          'The database has passphrase parameters that this version of Keywright does not know. Use the version that wrote them, or a newer one.',
        ),
      );
    return derive(passphrase, parameters.subarray(2), 2 ** costLog2);
  };
  return {
    kind: 'passphrase',
    location,
    open,
    async create() {
      const parameters = new Uint8Array([FORMAT, COST_LOG2, ...randomBytes(SALT_BYTES)]);
      return { key: await open(parameters), parameters };
    },
  };
}

const derive = (passphrase: SecretBytes, salt: Uint8Array, cost: number): Promise<SecretBytes> =>
  new Promise((resolve, reject) => {
    const options = { N: cost, r: BLOCK_SIZE, p: 1, maxmem: 2 * 128 * cost * BLOCK_SIZE };
    scrypt(passphrase.bytes, salt, ROOT_KEY_BYTES, options, (error, key) => {
      if (error) reject(error);
      else resolve(new SecretBytes(key, 'root key'));
    });
  });
