import type { CredentialClaim } from '#identity/credentials.ts';
import type { Acs3Authorization } from './acs3-authorization.ts';

/**
 * Credential and time of a request, not verified. Both can be checked before any expensive work.
 */
export interface Claim extends CredentialClaim {
  readonly timestamp: string | undefined;
  /** Name of the timestamp in this scheme. */
  readonly timestampName: 'Timestamp' | 'x-acs-date';
  /** The parsed Authorization header, of a request that is signed in its headers. */
  readonly acs3?: Acs3Authorization;
}

/** The signature of a request and what it covers, in either scheme. Not verified yet. */
export interface Signed extends Claim {
  /** Computed at the first call: it costs as much as all other work of the request. */
  readonly stringToSign: () => string;
  readonly signature: Buffer;
  /** The right signature under this secret. */
  readonly sign: (secret: Buffer) => Buffer;
  readonly nonce: string | undefined;
  readonly action: string | undefined;
  readonly version: string | undefined;
}
