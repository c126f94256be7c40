import { KmsError, ServiceUnavailableError } from '#domain/errors.ts';

/** An issuer did not answer, or not with what it must answer. `cause` is for the log. */
export class IssuerUnavailableError extends ServiceUnavailableError {
  constructor(cause: unknown) {
    super();
    this.message =
      'Service Unavailable Temporary. The OpenID Connect issuer does not answer; try again shortly.';
    this.cause = cause;
  }
}

/** A token is valid, but no user or role exists for its subject. */
export class UnmappedSubjectError extends KmsError {
  constructor() {
    super(
      'Forbidden.NoPermission',
      'This operation is forbidden by permission system. No user or role exists for the subject of this token: ask the operator for one.',
    );
  }
}
