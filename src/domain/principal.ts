import type { Subject } from './policy/subject.ts';
import type { SessionChain } from './security-token.ts';

/** An authenticated caller: the root identity of an account, a user, or a session of a role. */
export interface Principal extends Subject {
  /** Id of the account, the user or the role. */
  readonly id: string;
  /** The credential of this call. Empty for commands of the operator. */
  readonly accessKeyId: string;
  /** Absent for calls without a security token. */
  readonly session?: RoleSession;
}

/** The session of a principal that assumed a role. */
export interface RoleSession {
  /** The name that the caller gave it. */
  readonly name: string;
  readonly expiresAt: Date;
  /** Who assumed the role: each session that it makes has the same, after its own link. */
  readonly chain: SessionChain;
}
