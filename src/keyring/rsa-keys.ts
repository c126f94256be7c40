import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { ThrottlingError } from '#domain/errors.ts';

const generate = promisify(generateKeyPair);

/** Those who wait longer have given up: Node SDKs after three seconds. */
const MOST_WAITING = 16;

/**
 * Makes RSA keys one at a time: each takes a thread of libuv's pool for a tenth of a second or more, and a burst that
 * took all four would keep everything else that needs the pool waiting.
 */
export class RsaKeys {
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** @throws ThrottlingError when too many wait already */
  async make(modulusLength: number): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
    if (this.#waiting >= MOST_WAITING) throw new ThrottlingError();
    this.#waiting += 1;
    const made = this.#last.then(() => generate('rsa', { modulusLength }));
    this.#last = made.catch(() => {});
    try {
      return await made;
    } finally {
      this.#waiting -= 1;
    }
  }
}
