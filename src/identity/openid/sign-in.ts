import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  enableNonRepudiationChecks,
  None,
  ResponseBodyError,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type ServerMetadata,
} from 'openid-client';
import { ServiceUnavailableError } from '#domain/errors.ts';
import type { Claims } from '#domain/openid/claims.ts';
import type { SignInClient } from '#domain/openid/issuer-settings.ts';
import { boundedFetch } from './bounded-fetch.ts';
import type { Issuer } from './issuer.ts';
import { isSubject } from './subjects.ts';

/** What binds the answer of an issuer to the browser that asked: random values, which stay in its cookie. */
export interface SignInAttempt {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE (RFC 7636 §4.1). */
  readonly verifier: string;
}

/**
 * A sign-in failed. `denied`: by the person, or by the issuer. `code`: the issuer does not accept the code, which is used
 * up or made up. `protocol`: the issuer and the settings do not fit together, see the cause.
 */
export class SignInError extends Error {
  readonly fault: 'denied' | 'code' | 'protocol';

  constructor(fault: SignInError['fault'], cause?: unknown) {
    super(`sign-in failed: ${fault}`, { cause });
    this.fault = fault;
  }
}

/**
 * Where a browser goes to sign in: authorization code flow with PKCE (OpenID Connect Core §3.1, RFC 7636).
 * @throws IssuerUnavailableError, SignInError
 */
export async function beginSignIn(
  issuer: Issuer,
  client: SignInClient,
  redirectUri: string,
  now: Date,
): Promise<{ readonly location: string; readonly attempt: SignInAttempt }> {
  const metadata = await issuer.metadata(now);
  const attempt = {
    state: randomState(),
    nonce: randomNonce(),
    verifier: randomPKCECodeVerifier(),
  };
  const parameters = {
    redirect_uri: redirectUri,
    scope: client.scopes.join(' '),
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
    code_challenge_method: 'S256',
  };
  try {
    const url = buildAuthorizationUrl(configurationOf(issuer, metadata, client), parameters);
    return { location: url.href, attempt };
  } catch (error) {
    throw new SignInError('protocol', error);
  }
}

/**
 * Exchanges the code of an issuer's answer for an ID token, and verifies that: state, issuer, signature, audience, time,
 * nonce.
 * @param answer the address to which the issuer sent the browser
 * @throws SignInError, IssuerUnavailableError
 */
export async function finishSignIn(
  issuer: Issuer,
  client: SignInClient,
  answer: URL,
  { state, nonce, verifier }: SignInAttempt,
  now: Date,
): Promise<Claims & { readonly sub: string }> {
  const metadata = await issuer.metadata(now);
  const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
  const claims = await authorizationCodeGrant(
    configurationOf(issuer, metadata, client),
    answer,
    checks,
  ).then(
    (tokens) => tokens.claims(),
    (error: unknown) => {
      throw toSignInError(error);
    },
  );
  if (!claims || !isSubject(claims.sub)) throw new SignInError('protocol');
  return { ...claims };
}

function configurationOf(issuer: Issuer, metadata: ServerMetadata, client: SignInClient) {
  const configuration = new Configuration(
    metadata,
    client.clientId,
    {},
    clientAuthOf(client, metadata),
  );
  configuration[customFetch] = boundedFetch;
  enableNonRepudiationChecks(configuration); // verifies the signature of the ID token too
  // Only an issuer on this machine can have http.
  if (issuer.settings.issuer.startsWith('http:')) allowInsecureRequests(configuration);
  return configuration;
}

/** HTTP Basic, which every issuer supports that does not say otherwise (OpenID Connect Discovery §3). */
function clientAuthOf({ clientSecret }: SignInClient, metadata: ServerMetadata): ClientAuth {
  if (!clientSecret) return None();
  const secret = clientSecret.bytes.toString('utf8');
  const { token_endpoint_auth_methods_supported: methods = ['client_secret_basic'] } = metadata;
  return methods.includes('client_secret_basic')
    ? ClientSecretBasic(secret)
    : ClientSecretPost(secret);
}

function toSignInError(error: unknown): Error {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof ServiceUnavailableError) return cause;
  if (error instanceof AuthorizationResponseError) return new SignInError('denied', error);
  if (error instanceof ResponseBodyError && error.error === 'invalid_grant')
    return new SignInError('code', error);
  return new SignInError('protocol', error);
}
