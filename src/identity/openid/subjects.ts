import type { Principal } from '#domain/principal.ts';
import { sha256 } from '#domain/sha256.ts';
import type { KnownIdentity } from '../identities.ts';

/** A subject of an issuer. Only the two together identify it (OpenID Connect Core §5.7). */
export interface OpenIdSubject {
  readonly issuer: string;
  readonly subject: string;
}

/** Whether a value can be a subject: at most 255 ASCII characters (OpenID Connect Core §2), here only printable ones. */
export const isSubject = (value: unknown): value is string =>
  typeof value === 'string' && /^[\x20-\x7e]{1,255}$/.test(value);

const MAX_SESSION_NAME_CHARACTERS = 64;
const DIGEST_CHARACTERS = 8;

/**
 * The name of a subject's session of a role. Names have fewer characters than subjects, so that of a subject that does not
 * fit ends with a part of its SHA-256.
 */
function sessionNameOf(subject: string): string {
  if (/^[A-Za-z0-9.@_-]{2,64}$/.test(subject)) return subject;
  const digest = sha256(subject).toString('hex').slice(0, DIGEST_CHARACTERS);
  const max = MAX_SESSION_NAME_CHARACTERS - DIGEST_CHARACTERS - 1;
  return `${subject.replaceAll(/[^A-Za-z0-9.@_-]/g, '-').slice(0, max)}-${digest}`;
}

/** A subject as the principal of a call. @param expiresAt when its token or its session ends */
export function principalOfSubject(
  { identity }: KnownIdentity,
  { issuer, subject }: OpenIdSubject,
  expiresAt: Date,
): Principal {
  const credential = { type: 'OpenIdConnect', id: `${issuer}#${subject}`, expiresAt } as const;
  return identity.type === 'role'
    ? { ...identity, credential, session: { name: sessionNameOf(subject), expiresAt } }
    : { ...identity, credential };
}
