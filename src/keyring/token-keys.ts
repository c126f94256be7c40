import { SecretBytes } from '#domain/secret-bytes.ts';
import {
  decodeToken,
  encodeToken,
  readSealedToken,
  type SecurityToken,
  writeSealedToken,
} from '#domain/security-token.ts';
import type { Reader } from '#store/store.ts';
import { Keyring, UnwrapError } from './keyring.ts';
import { SecretCache } from './secret-cache.ts';
import { securityTokenContext, tokenKeyContext } from './wrap-contexts.ts';

/**
 * Seals security tokens, which are not stored, and opens them. Each account has a token key of its own, which is
 * wrapped in the database; unwrapped ones are zeroed after a minute. A token key seals as a root key wraps: with a
 * subkey and a nonce for each token.
 */
export class TokenKeys {
  readonly #db: Pick<Reader, 'account'>;
  readonly #keyring: Keyring;
  readonly #cache = new SecretCache<Keyring>({ max: 1_000, milliseconds: 60_000 }, (tokenKey) =>
    tokenKey[Symbol.dispose](),
  );

  constructor(db: Pick<Reader, 'account'>, keyring: Keyring) {
    this.#db = db;
    this.#keyring = keyring;
  }

  /**
   * The text of a token, under the key of the account of its role.
   * @returns undefined if it would be too long
   * @throws ServiceUnavailableError
   */
  async seal(token: SecurityToken): Promise<string | undefined> {
    const { accountId } = token.chain.links[0];
    const sealed = await this.#use(accountId, (tokenKey) => {
      if (!tokenKey) throw new Error('The token key of the account does not open.');
      const bytes = encodeToken(token);
      const wrapped = tokenKey.wrap(securityTokenContext(accountId), bytes);
      bytes.fill(0);
      return Buffer.from(wrapped.bytes);
    });
    return writeSealedToken({ accountId, sealed });
  }

  /**
   * What a token says. The caller owns its secret.
   * @returns undefined for a text that is not a token of this service, and for one that was altered
   * @throws ServiceUnavailableError
   */
  async open(text: string): Promise<SecurityToken | undefined> {
    const read = readSealedToken(text);
    if (!read) return undefined;
    const { accountId, sealed } = read;
    const bytes = await this.#use(accountId, (tokenKey) =>
      tokenKey ? opened(() => tokenKey.unwrap(securityTokenContext(accountId), sealed)) : undefined,
    );
    if (!bytes) return undefined;
    const token = decodeToken(bytes);
    bytes.fill(0);
    if (token?.chain.links[0].accountId === accountId) return token;
    token?.secret[Symbol.dispose]();
    return undefined;
  }

  /** Zeroes the unwrapped token keys. */
  clear(): void {
    this.#cache.clear();
  }

  #use<T>(accountId: string, work: (tokenKey: Keyring | undefined) => T): Promise<T> {
    return this.#cache.use(accountId, () => this.#load(accountId), work);
  }

  async #load(accountId: string): Promise<Keyring | undefined> {
    const row = await this.#db.account.findUnique({
      where: { id: accountId },
      select: { sealedTokenKey: true, rootKeyId: true },
    });
    if (!row) return undefined;
    const { sealedTokenKey, rootKeyId } = row;
    const bytes = opened(() =>
      this.#keyring.unwrap(tokenKeyContext(accountId), sealedTokenKey, rootKeyId),
    );
    return bytes && new Keyring({ id: '', key: new SecretBytes(bytes, 'token key') });
  }
}

/** @returns undefined for what does not open */
function opened(unwrap: () => Buffer): Buffer | undefined {
  try {
    return unwrap();
  } catch (error) {
    if (error instanceof UnwrapError) return undefined;
    throw error;
  }
}
