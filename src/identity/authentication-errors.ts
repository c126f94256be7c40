import { KmsError } from '#domain/errors.ts';

/** An access key id that may stand in a log: what strangers send otherwise may not. */
export const wellFormedId = (id: string | undefined): string | undefined =>
  id && /^[A-Za-z0-9._-]{1,128}$/.test(id) ? id : undefined;

/** What callers whom we could not authenticate are told. */
export class AccessKeyNotFoundError extends KmsError {
  constructor() {
    super(
      'InvalidAccessKeyId.NotFound',
      'The AccessKey ID provided does not exist in our records.',
    );
  }
}

export class AccessKeyDisabledError extends KmsError {
  constructor() {
    super('Forbidden.AccessKey', 'This AccessKey is not enabled.');
  }
}

/** GraphQL's callers learn only that they are not known: unlike a signature, a password gives nothing to debug. */
export class UnauthenticatedError extends Error {
  constructor() {
    super(
      'Sign in first: send the access key id and secret by HTTP Basic, or open a sign-in link (npm run sign-in-link). If you did, they are not known here.',
    );
  }
}
