import type { IncomingMessage } from 'node:http';

/** Where headers are read from. */
export type HeaderSource = Pick<IncomingMessage, 'headers' | 'headersDistinct'>;

/**
 * The headers of a request by their lower-case names, as the client signed them; the values of a
 * repeated header are joined by a comma. A header is read when it is asked for: most requests need
 * one or two.
 */
export class RequestHeaders {
  readonly #source: HeaderSource;

  constructor(source: HeaderSource) {
    this.#source = source;
  }

  get(name: string): string | undefined {
    const { headers } = this.#source;
    // Node splits `headersDistinct` at its first use. A name that is not in `headers` is not there either.
    if (headers[name] === undefined) return undefined;
    return this.#source.headersDistinct[name]?.map((value) => value.trim()).join(',');
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }
}
