import { randomBytes } from 'node:crypto';

/** What a secret is. `ALLOWED` in allowed.ts says which answers may have which. */
export type Kind =
  | 'access key secret'
  | 'security token'
  | 'API token'
  | 'session cookie'
  | 'sign-in link'
  | 'metrics token'
  | 'OpenID token'
  | 'client secret'
  | 'sign-in cookie'
  | 'root key'
  | 'token key'
  | 'key material'
  | 'data key'
  | 'plaintext'
  | 'encryption context'
  | 'wrong credential'
  | 'name in a document';

/** A value that must not occur outside its own answers. */
export interface Secret {
  readonly name: string;
  readonly kind: Kind;
  readonly bytes: Buffer;
  /** The id of the request whose answer gave it first. */
  readonly givenBy?: string;
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';

/** 40 random letters and digits, which no encoding of texts changes. */
export const randomLetters = (): string =>
  [...randomBytes(40)].map((byte) => LETTERS[byte % LETTERS.length]).join('');

/** The secrets of a run. A value that occurs twice keeps its first name. */
export class SecretList {
  readonly #byValue = new Map<string, Secret>();

  get all(): Secret[] {
    return [...this.#byValue.values()];
  }

  add(kind: Kind, name: string, value: string | Uint8Array, givenBy?: string): Secret {
    const bytes = Buffer.from(value as string);
    if (bytes.length < 16) throw new Error(`${name}: too short to be told from other bytes`);
    const key = bytes.toString('latin1');
    const secret = this.#byValue.get(key) ?? {
      name: `${kind}: ${name}`,
      kind,
      bytes,
      ...(givenBy && { givenBy }),
    };
    this.#byValue.set(key, secret);
    return secret;
  }

  /** A fresh text. What surrounds its letters has to be escaped in URLs, JSON and XML. */
  text(kind: Kind, name: string): string {
    const letters = randomLetters();
    this.add(kind, name, letters);
    return `é "${letters}" & <b>`;
  }

  /** A fresh text of letters and digits. */
  letters(kind: Kind, name: string): string {
    return this.add(kind, name, randomLetters()).bytes.toString();
  }

  bytes(kind: Kind, name: string, length = 48): Buffer {
    return this.add(kind, name, randomBytes(length)).bytes;
  }
}
