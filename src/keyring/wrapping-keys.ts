import { WRAPPING_KEY_BITS } from '#domain/wrapping.ts';
import type { RsaKeys } from './rsa-keys.ts';
import type { Requester, RsaKeyPair } from './rsa-request.ts';

/** Enough for a script that imports a few keys in a row. */
const READY_KEYS = 4;

/**
 * Wrapping keys for imports. After the first import some are made ahead, while no request waits for an RSA key, so that
 * later imports do not wait in the queues. A server without imports makes none.
 */
export class WrappingKeys implements Disposable {
  readonly #rsaKeys: RsaKeys;
  readonly #ready: RsaKeyPair[] = [];
  #isRefilling = false;
  #hasEnded = false;

  constructor(rsaKeys: RsaKeys) {
    this.#rsaKeys = rsaKeys;
  }

  /**
   * Returns a wrapping key that is ready, or else makes one when it is the requester's turn. Each key is returned once.
   * @returns the pair; the caller zeroes the private key
   * @throws what `RsaKeys.make` throws, when no key is ready; the reason of the requester's signal
   */
  take(requester: Requester): Promise<RsaKeyPair> {
    const ready = requester.signal?.aborted ? undefined : this.#ready.shift();
    const pair = ready ? Promise.resolve(ready) : this.#rsaKeys.make(WRAPPING_KEY_BITS, requester);
    void this.#refill();
    return pair;
  }

  /** Zeroes the keys that were not taken. */
  [Symbol.dispose](): void {
    this.#hasEnded = true;
    for (const { privateKey } of this.#ready.splice(0)) privateKey.fill(0);
  }

  async #refill(): Promise<void> {
    if (this.#isRefilling || this.#hasEnded) return;
    this.#isRefilling = true;
    try {
      while (!this.#hasEnded && this.#ready.length < READY_KEYS)
        this.#keep(await this.#rsaKeys.makeAhead(WRAPPING_KEY_BITS));
    } catch {
      // The thread died. The next import starts another refill, so that a thread that always dies is not started
      // forever.
    } finally {
      this.#isRefilling = false;
    }
  }

  #keep(pair: RsaKeyPair): void {
    if (this.#hasEnded) pair.privateKey.fill(0);
    else this.#ready.push(pair);
  }
}
