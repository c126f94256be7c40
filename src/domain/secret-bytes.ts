import { inspect } from 'node:util';

/**
 * Secret bytes. They print, serialize and inspect as a label, and are zeroed when disposed. Owns its buffer.
 * `bytes` throws after the disposal, so that zeros are never used as a secret.
 */
export class SecretBytes {
  readonly #label: string;
  #bytes: Buffer | undefined;

  constructor(bytes: Buffer, label = 'secret') {
    this.#bytes = bytes;
    this.#label = `[${label}]`;
  }

  /** The UTF-8 bytes of a text. The text itself cannot be zeroed: do not keep it. */
  static ofText(text: string, label?: string): SecretBytes {
    return new SecretBytes(Buffer.from(text, 'utf8'), label);
  }

  /** @throws Error after the disposal */
  get bytes(): Buffer {
    if (!this.#bytes) throw new Error(`${this.#label} was used after its end`);
    return this.#bytes;
  }

  [Symbol.dispose](): void {
    this.#bytes?.fill(0);
    this.#bytes = undefined;
  }

  toString(): string {
    return this.#label;
  }

  toJSON(): string {
    return this.#label;
  }

  [inspect.custom](): string {
    return this.#label;
  }
}
