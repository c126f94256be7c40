import { isLoopback } from '../loopback.ts';
import type { SecretBytes } from '../secret-bytes.ts';
import type { ClaimCondition, MappingRule } from './claims.ts';

/** The signature algorithms that an issuer may use (RFC 7518 §3.1, RFC 8037, RFC 9864): only those with a public key. */
export const ISSUER_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

/** Which access tokens of an issuer are accepted. */
export interface AccessTokenRules {
  /** A value of `aud`. */
  readonly audience: string;
  readonly algorithms: readonly (typeof ISSUER_ALGORITHMS)[number][];
  /** The header parameter `typ`, which distinguishes access tokens from ID tokens (RFC 9068 §4). */
  readonly typ: string;
  /** All of them must be met. */
  readonly requiredClaims: readonly ClaimCondition[];
}

/** How browsers sign in with an issuer: this service as its client. */
export interface SignInClient {
  readonly clientId: string;
  /** Absent for a public client, which only PKCE protects. */
  readonly clientSecret?: SecretBytes | undefined;
  readonly scopes: readonly string[];
  /** All of them must be met by the ID token. */
  readonly requiredClaims: readonly ClaimCondition[];
}

/** An OpenID Connect issuer whose subjects act as users and roles of this service. */
export interface IssuerSettings {
  /** Its name in the addresses of pages. */
  readonly name: string;
  /** Its name for people. */
  readonly title: string;
  /** The exact value of `iss`. */
  readonly issuer: string;
  /** Where its keys are; absent: where its discovery document says. */
  readonly jwksUri?: string | undefined;
  /** How long its known keys are used while it does not answer. */
  readonly keepKeysHours: number;
  readonly mapping: readonly MappingRule[];
  readonly accessTokens?: AccessTokenRules | undefined;
  readonly signIn?: SignInClient | undefined;
}

/** Whether requests to a URL are protected by TLS or stay on this machine. */
export const isProtectedUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
};
