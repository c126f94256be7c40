import { API_TOKEN_PREFIX, isApiToken } from '#domain/api-token.ts';
import type { Principal } from '#domain/principal.ts';
import type { ApiTokens } from './api-tokens.ts';
import { InvalidBearerError } from './authentication-errors.ts';
import type { GuessLimiter } from './guess-limiter.ts';

/** Longer than any token that is accepted. */
const MAX_TOKEN_CHARACTERS = 8_192;
/** The token of an `Authorization: Bearer` header (RFC 6750 §2.1). */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/** The token of the header. @throws InvalidBearerError */
export function readBearer(authorization: string): string {
  if (authorization.length > MAX_TOKEN_CHARACTERS)
    throw new InvalidBearerError(
      `The token is too long. Send at most ${MAX_TOKEN_CHARACTERS} characters.`,
    );
  const [, token] = BEARER.exec(authorization) ?? [];
  if (!token)
    throw new InvalidBearerError('The header is malformed. Send "Authorization: Bearer <token>".');
  return token;
}

/** Whether a bearer token is meant as an API token of this service. */
export const isMeantAsApiToken = (token: string): boolean => token.startsWith(API_TOKEN_PREFIX);

/**
 * Authenticates by an API token. A text with a wrong checksum is refused without a look-up.
 * @throws InvalidBearerError, TooManyAttemptsError, ServiceUnavailableError
 */
export async function authenticateApiToken(
  { apiTokens, guesses }: { readonly apiTokens: ApiTokens; readonly guesses: GuessLimiter },
  token: string,
  address: string,
  now: Date,
): Promise<Principal> {
  if (!isApiToken(token))
    throw new InvalidBearerError(
      'This is not an API token: its checksum is wrong. Copy all of it.',
    );
  const attempt = { guessed: 'apiToken', address } as const;
  if (!apiTokens.isKnown(token)) await guesses.check(attempt);
  const principal = await apiTokens.find(token, now);
  if (principal) return principal;
  await guesses.failed(attempt);
  throw new InvalidBearerError(
    'The API token is unknown, has expired, or was deleted. Create another one.',
  );
}
