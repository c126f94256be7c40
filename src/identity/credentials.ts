import { KmsError } from '#domain/errors.ts';
import type { Principal } from '#domain/principal.ts';
import type { SecretBytes } from '#domain/secret-bytes.ts';
import type { TokenKeys } from '#keyring/token-keys.ts';
import { type AccessKey, type AccessKeys, isUsable } from './access-keys.ts';
import {
  AccessKeyDisabledError,
  AccessKeyNotFoundError,
  SecurityTokenError,
} from './authentication-errors.ts';
import type { Identities } from './identities.ts';
import { principalOf } from './role-sessions.ts';

/** What a request says about its credential, not verified. */
export interface CredentialClaim {
  readonly accessKeyId: string;
  /** Of a session; absent or empty for an access key. */
  readonly securityToken?: string | undefined;
}

/** An access key or a session. Its secret is only valid while it is lent. */
export interface Credential {
  readonly secret: SecretBytes;
  /** The caller that knows the secret; null for a credential that cannot be used any more. */
  readonly principal: Principal | null;
  /**
   * Why it cannot be used. Anybody may learn that an access key is disabled. Only callers that know its secret
   * learn that a session has ended.
   */
  readonly refusal?: { readonly error: KmsError; readonly isPublic: boolean };
}

/** The prefix of the ids of sessions. */
const SESSION_PREFIX = 'STS.';
/** Whether an access key id is that of a session, which needs a security token. */
export const isSessionId = (accessKeyId: string): boolean => accessKeyId.startsWith(SESSION_PREFIX);

/** Finds out by which credential a request was made, and who acts by it: access keys and sessions of roles alike. */
export class Credentials {
  readonly #accessKeys: AccessKeys;
  readonly #identities: Identities;
  readonly #tokenKeys: TokenKeys;

  constructor(accessKeys: AccessKeys, identities: Identities, tokenKeys: TokenKeys) {
    this.#accessKeys = accessKeys;
    this.#identities = identities;
    this.#tokenKeys = tokenKeys;
  }

  /**
   * Calls `work` with a credential, even if it cannot be used any more, or with the error that says why there is none.
   * @param work must be synchronous, because the secret is zeroed afterwards
   * @throws ServiceUnavailableError
   */
  use<T>(
    { accessKeyId, securityToken }: CredentialClaim,
    now: Date,
    work: (found: Credential | KmsError) => T,
  ): Promise<T> {
    const without = async (error: KmsError): Promise<T> => work(error);
    if (isSessionId(accessKeyId))
      return securityToken
        ? this.#useSession(accessKeyId, securityToken, now, work)
        : without(new SecurityTokenError('Missing'));
    if (securityToken) return without(new SecurityTokenError('MismatchWithAccessKey'));
    return this.#accessKeys.use(accessKeyId, (accessKey) =>
      work(accessKey ? toCredential(accessKey, now) : new AccessKeyNotFoundError()),
    );
  }

  async #useSession<T>(
    accessKeyId: string,
    securityToken: string,
    now: Date,
    work: (found: Credential | KmsError) => T,
  ): Promise<T> {
    const token = await this.#tokenKeys.open(securityToken);
    if (!token) return work(new SecurityTokenError('Malformed'));
    const { chain } = token;
    using secret = token.secret;
    if (chain.links[0].accessKeyId !== accessKeyId)
      return work(new SecurityTokenError('MismatchWithAccessKey'));
    const reader = { accessKeys: this.#accessKeys, identities: this.#identities };
    const principal = await principalOf(reader, chain, now);
    if (principal) return work({ secret, principal });
    const error = new SecurityTokenError('Expired');
    return work({ secret, principal: null, refusal: { error, isPublic: false } });
  }
}

const toCredential = (accessKey: AccessKey, now: Date): Credential => {
  const { secret, principal } = accessKey;
  if (isUsable(accessKey, now)) return { secret, principal };
  const error = new AccessKeyDisabledError();
  return { secret, principal: null, refusal: { error, isPublic: true } };
};

/** Whether a claim named a credential. */
export const isCredential = (found: Credential | KmsError): found is Credential =>
  !(found instanceof KmsError);
