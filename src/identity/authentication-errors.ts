import { type ErrorCode, KmsError } from '#domain/errors.ts';

/** The id if it is safe to log; undefined for any other text that a stranger sent. */
export const wellFormedId = (id: string | undefined): string | undefined =>
  id && /^[A-Za-z0-9._-]{1,128}$/.test(id) ? id : undefined;

/** No access key has this id. */
export class AccessKeyNotFoundError extends KmsError {
  constructor() {
    super(
      'InvalidAccessKeyId.NotFound',
      'The AccessKey ID provided does not exist in our records.',
    );
  }
}

/** The access key exists but is disabled. */
export class AccessKeyDisabledError extends KmsError {
  constructor() {
    super('Forbidden.AccessKey', 'This AccessKey is not enabled.');
  }
}

/** What can be wrong with a security token, with its code and message. */
const TOKEN_FAULTS = {
  Missing: [
    'MissingSecurityToken',
    'SecurityToken is mandatory for this action. Send the security token of the session with its access key id.',
  ],
  Malformed: ['InvalidSecurityToken.Malformed', 'Specified SecurityToken is malformed.'],
  MismatchWithAccessKey: [
    'InvalidSecurityToken.MismatchWithAccessKey',
    'Specified SecurityToken mismatch with the AccessKey.',
  ],
  Expired: [
    'InvalidSecurityToken.Expired',
    'Specified SecurityToken is expired. Assume the role again.',
  ],
} as const satisfies Readonly<Record<string, readonly [ErrorCode, string]>>;

/** A security token is missing, or is not that of the access key, or its session has ended. */
export class SecurityTokenError extends KmsError {
  constructor(fault: keyof typeof TOKEN_FAULTS) {
    const [code, message] = TOKEN_FAULTS[fault];
    super(code, message);
  }
}

/**
 * The caller of GraphQL or a page is not authenticated. It does not say whether id or secret is
 * wrong: unlike a signature, a password needs no debugging.
 */
export class UnauthenticatedError extends Error {
  constructor(
    message = 'Not signed in, or unknown access key or wrong secret. Send an API token as a bearer token or an access key by HTTP Basic, or open a sign-in link (npm run sign-in-link).',
  ) {
    super(message);
  }
}

/** A bearer token is not accepted. */
export class InvalidBearerError extends UnauthenticatedError {}
