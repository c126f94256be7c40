import { inspect } from 'node:util';

/**
 * Bytes that must not be seen: prints, serializes and inspects as a label, and is zeroed when its scope ends.
 * Owns the buffer it is given. Reading `bytes` after the scope has ended throws: zeros are no secret.
 */
export class SecretBytes {
  readonly #label: string;
  #bytes: Buffer | undefined;

  constructor(bytes: Buffer, label = 'secret') {
    this.#bytes = bytes;
    this.#label = `[${label}]`;
  }

  /** The secret of a text, in UTF-8. The text itself cannot be zeroed; let go of it soon. */
  static ofText(text: string, label?: string): SecretBytes {
    return new SecretBytes(Buffer.from(text, 'utf8'), label);
  }

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
