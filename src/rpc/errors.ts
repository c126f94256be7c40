import {
  type AccessDeniedDetail,
  type ErrorCode,
  FieldError,
  InternalFailureError,
  KmsError,
  NoPermissionError,
  ThrottlingError,
} from '#domain/errors.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import { wireName } from './input.ts';

/** HTTP status of every code (help page "Common errors"). */
export const STATUSES: Readonly<Record<ErrorCode, number>> = {
  MissingParameter: 400,
  InvalidParameter: 400,
  ParseRequestParameterException: 400,
  IncompleteSignature: 400,
  SignatureDoesNotMatch: 400,
  SignatureNonceUsed: 400,
  IllegalTimestamp: 400,
  'InvalidTimeStamp.Expired': 400,
  InvalidVersion: 400,
  'InvalidAction.NotFound': 404,
  'InvalidAccessKeyId.NotFound': 404,
  'Forbidden.AccessKey': 403,
  'Forbidden.NoPermission': 403,
  'Forbidden.KeyNotFound': 404,
  'Forbidden.AliasNotFound': 404,
  'Forbidden.KeyVersionNotFound': 404,
  'Forbidden.ResourceNotFound': 404,
  'Forbidden.KeyPolicyUnSupported': 400,
  'Forbidden.Opened': 400,
  AliasAlreadyExists: 400,
  UnsupportedHTTPMethod: 403,
  UnsupportedOperation: 400,
  'Unsupported.Alias': 400,
  'Unsupported.ProtectionLevel': 400,
  'Rejected.PendingDeletion': 409,
  'Rejected.Disabled': 409,
  'Rejected.PendingImport': 409,
  'Rejected.StateModifiedFailed': 409,
  'Rejected.UnsupportedOperation': 400,
  'Rejected.LimitExceeded': 400,
  'Rejected.Throttling': 429,
  'Throttling.User': 400,
  'Unsupported.Origin': 400,
  'InvalidParameter.TagKey': 400,
  'InvalidParameter.TagValue': 400,
  'Duplicate.TagKey': 400,
  'InvalidResourceId.NotFound': 404,
  InvalidKeyMaterial: 400,
  InvalidImportToken: 400,
  ExpiredImportToken: 400,
  // No page names a status for the three codes of DryRun. Other clouds answer a dry run with 412.
  DryRunOperationError: 412,
  ValidationError: 400,
  AccessDeniedError: 403,
  IdempotentParameterMismatch: 400,
  NoPermission: 403,
  MalformedPolicyDocument: 400,
  'InvalidParameter.UserName.InvalidChars': 400,
  'InvalidParameter.UserName.Length': 400,
  'InvalidParameter.RoleName.InvalidChars': 400,
  'InvalidParameter.RoleName.Length': 400,
  'InvalidParameter.PolicyName.InvalidChars': 400,
  'InvalidParameter.PolicyName.Length': 400,
  'InvalidParameter.PolicyDocument.Length': 400,
  'EntityNotExist.User': 404,
  'EntityNotExist.User.AccessKey': 404,
  'EntityNotExist.User.Policy': 404,
  'EntityNotExist.Role': 404,
  'EntityNotExist.Role.Policy': 404,
  'EntityNotExist.Policy': 404,
  'EntityNotExist.Policy.Version': 404,
  'EntityNotExist.ApiToken': 404,
  'EntityNotExist.BrowserSession': 404,
  'EntityNotExist.SignInLink': 404,
  'EntityAlreadyExists.User': 409,
  'EntityAlreadyExists.User.Policy': 409,
  'EntityAlreadyExists.Role': 409,
  'EntityAlreadyExists.Role.Policy': 409,
  'EntityAlreadyExists.Policy': 409,
  'LimitExceeded.User': 409,
  'LimitExceeded.User.AccessKey': 409,
  'LimitExceeded.User.Policy': 409,
  'LimitExceeded.Role': 409,
  'LimitExceeded.Role.Policy': 409,
  'LimitExceeded.Policy': 409,
  'LimitExceeded.Policy.Version': 409,
  'DeleteConflict.User.AccessKey': 409,
  'DeleteConflict.User.Policy': 409,
  'DeleteConflict.Role.Policy': 409,
  'DeleteConflict.Policy.User': 409,
  'DeleteConflict.Policy.Role': 409,
  'DeleteConflict.Policy.Version': 409,
  'InvalidParameter.RoleArn': 400,
  'InvalidParameter.RoleSessionName': 400,
  'InvalidParameter.DurationSeconds': 400,
  'InvalidParameter.PolicyGrammar': 400,
  'InvalidParameter.PolicySize': 400,
  'InvalidSecurityToken.Expired': 400,
  'InvalidSecurityToken.Malformed': 400,
  'InvalidSecurityToken.MismatchWithAccessKey': 400,
  MissingSecurityToken: 400,
  ServiceUnavailableTemporary: 503,
  InternalFailure: 500,
};

/** The signature is incomplete, or its scheme is not supported. */
export class IncompleteSignatureError extends KmsError {
  constructor(advice: string) {
    super(
      'IncompleteSignature',
      `The request signature does not conform to Aliyun standards. ${advice}`,
    );
  }
}

/** The request is too large: 413 for the body, 414 for path and query. */
export class RequestTooLargeError extends KmsError {
  /** HTTP status, instead of that of the code. */
  readonly status: 413 | 414;

  constructor(status: 413 | 414, limitBytes: number) {
    super(
      'ParseRequestParameterException',
      `Server parse parameters exception. Send at most ${limitBytes} bytes.`,
    );
    this.status = status;
  }
}

/** An error in the terms of the RPC API. */
export interface Fault {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
  /** Why the caller has no permission. An object: the Go SDK casts it to one, unchecked. */
  readonly accessDeniedDetail?: AccessDeniedDetail | undefined;
  readonly retryAfterMilliseconds?: number | undefined;
}

/**
 * Translates an error. Any error but a KmsError is a bug: the caller gets `InternalFailure`.
 * @param operation decides what a field is called; undefined before the operation is known
 * @param report called with a bug
 */
export function toFault(
  error: unknown,
  operation: AnyOperation | undefined,
  report: (bug: unknown) => void,
): Fault {
  if (!(error instanceof KmsError)) {
    report(error);
    return toFault(new InternalFailureError(), operation, report);
  }
  const message =
    error instanceof FieldError
      ? error.messageFor(wireName(operation, error.field))
      : error.message;
  const status = error instanceof RequestTooLargeError ? error.status : STATUSES[error.code];
  const accessDeniedDetail = error instanceof NoPermissionError ? error.detail : undefined;
  const retryAfterMilliseconds =
    error instanceof ThrottlingError ? error.retryAfterMilliseconds : undefined;
  return { status, code: error.code, message, accessDeniedDetail, retryAfterMilliseconds };
}
