import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { KmsError } from '#domain/errors.ts';
import { meets } from '#domain/openid/claims.ts';
import type { AccessTokenRules } from '#domain/openid/issuer-settings.ts';
import { InvalidBearerError } from '../authentication-errors.ts';
import type { Issuer } from './issuer.ts';
import { isSubject } from './subjects.ts';

/** How far the clocks of the issuer and of this server may be apart, in seconds. */
const CLOCK_TOLERANCE_SECONDS = 30;
/** The end of the year 9999: the last time that the databases store. */
const MAX_EXPIRY_SECONDS = 253_402_300_799;

/** The claims of a verified access token. */
export interface VerifiedClaims extends JWTPayload {
  readonly sub: string;
  readonly exp: number;
}

/** The value of `iss`, not verified. @throws InvalidBearerError for what is not a JWT */
export function readIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    throw new InvalidBearerError(
      'The bearer token is neither an API token of this service, which begins with kwt_, nor a JWT.',
    );
  }
}

/**
 * Verifies an access token (RFC 9068 §4, RFC 8725): signature, algorithm, `typ`, issuer, audience, time, subject, and the
 * claims that the settings require.
 * @throws InvalidBearerError, IssuerUnavailableError
 */
export async function verifyAccessToken(
  issuer: Issuer,
  { audience, algorithms, typ, requiredClaims }: AccessTokenRules,
  token: string,
  now: Date,
): Promise<VerifiedClaims> {
  const claims = await jwtVerify(token, issuer.keyAt(now), {
    issuer: issuer.settings.issuer,
    audience,
    algorithms: [...algorithms],
    typ,
    requiredClaims: ['exp', 'sub'],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    currentDate: now,
  }).then(
    ({ payload }) => payload,
    (error: unknown) => {
      throw error instanceof KmsError ? error : new InvalidBearerError(problemOf(error));
    },
  );
  const { sub = '', exp = 0 } = claims;
  if (!isSubject(sub)) throw new InvalidBearerError(WRONG_CLAIMS.sub);
  if (!requiredClaims.every((condition) => meets(claims, condition)))
    throw new InvalidBearerError(
      'The access token does not have a claim that this service requires.',
    );
  return { ...claims, sub, exp: Math.min(exp, MAX_EXPIRY_SECONDS) };
}

const WRONG_CLAIMS = {
  typ: 'The bearer token is not an access token: its header parameter "typ" is another.',
  aud: 'The access token is for another audience.',
  iss: 'The access token is of another issuer.',
  nbf: 'The access token is not valid yet.',
  exp: 'The access token has no expiry (exp).',
  sub: 'The access token has no subject (sub) of 1 to 255 printable ASCII characters.',
} as const;

/** By the codes of jose. */
const PROBLEMS: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: 'The access token has expired. Get a new one.',
  ERR_JOSE_ALG_NOT_ALLOWED: 'The access token is signed by an algorithm that is not accepted.',
  ERR_JWKS_NO_MATCHING_KEY: 'The issuer of the access token does not have the key that signed it.',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS:
    'The access token does not say which key of its issuer signed it (kid).',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'The signature of the access token is wrong.',
};

function problemOf(error: unknown): string {
  const problem = error instanceof errors.JOSEError ? PROBLEMS[error.code] : undefined;
  const claim = error instanceof errors.JWTClaimValidationFailed ? error.claim : '';
  const known = Object.hasOwn(WRONG_CLAIMS, claim)
    ? WRONG_CLAIMS[claim as keyof typeof WRONG_CLAIMS]
    : undefined;
  // Also a key of the issuer that cannot verify, such as an RSA key of 1024 bits.
  return problem ?? known ?? 'The access token cannot be verified.';
}
