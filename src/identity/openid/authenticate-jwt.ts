import type { Principal } from '#domain/principal.ts';
import { InvalidBearerError } from '../authentication-errors.ts';
import { readIssuer, type VerifiedClaims, verifyAccessToken } from './access-token.ts';
import type { OpenId } from './open-id.ts';
import { principalOfSubject } from './subjects.ts';

/**
 * The principal of an access token: a user, or a session of a role, that the settings map its subject to.
 * @throws InvalidBearerError, UnmappedSubjectError, ServiceUnavailableError
 */
export async function authenticateJwt(
  openId: OpenId,
  token: string,
  now: Date,
): Promise<Principal> {
  const issuer = openId.findIssuer(readIssuer(token));
  const rules = issuer?.settings.accessTokens;
  if (!issuer || !rules)
    throw new InvalidBearerError('Access tokens of this issuer are not accepted here.');
  const claims = await verifyAccessToken(issuer, rules, token, now);
  const subject = { issuer: issuer.settings.issuer, subject: claims.sub };
  const known = await openId.findMapped(issuer, claims, subject);
  if (wasIssuedBefore(claims, known.sessionsValidAfter))
    throw new InvalidBearerError(
      'The sessions of the account were ended after the access token was issued. Get a new one.',
    );
  return principalOfSubject(known, subject, new Date(claims.exp * 1_000));
}

/** A token without `iat` can be from any time. */
const wasIssuedBefore = ({ iat = 0 }: VerifiedClaims, end: Date): boolean =>
  end.getTime() > 0 && iat * 1_000 <= end.getTime();
