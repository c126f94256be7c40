import type { Subject } from './policy/subject.ts';
import type { SessionChain } from './security-token.ts';

/** An authenticated caller: the root identity of an account, a user, or a session of a role. */
export interface Principal extends Subject {
  /** Id of the account, the user or the role. */
  readonly id: string;
  /** What proved the identity. */
  readonly credential: Credential;
  /** Absent for calls without a security token. */
  readonly session?: RoleSession;
}

/** The kinds of credentials. Operator: a command on a machine that has the root key. */
export const CREDENTIAL_TYPES = [
  'AccessKey',
  'RoleSession',
  'ApiToken',
  'OpenIdConnect',
  'Operator',
] as const;

/** What a call was authenticated by. */
export interface Credential {
  readonly type: (typeof CREDENTIAL_TYPES)[number];
  /**
   * Id of the access key, of the session of a role (`STS.…`) or of the API token; `issuer#subject` of OpenID Connect; empty
   * for the operator.
   */
  readonly id: string;
  /** When it ends; null: it does not expire. */
  readonly expiresAt: Date | null;
  /** The browser's session that stands for the credential, for a call that was made with a cookie. */
  readonly browserSessionId?: string;
}

/** The session of a principal that acts as a role. */
export interface RoleSession {
  /** The name that the caller gave it; for a subject of OpenID Connect a name made of the subject. */
  readonly name: string;
  readonly expiresAt: Date;
  /**
   * Who assumed the role: each session that it makes has the same, after its own link. Absent for a subject of OpenID
   * Connect, who cannot assume roles.
   */
  readonly chain?: SessionChain;
}
