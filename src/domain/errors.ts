import type { PolicyError } from './policy/policy-error.ts';

/** The codes of the errors that operations return, in the API's words (help page "Common errors"). */
export const ERROR_CODES = [
  'MissingParameter',
  'InvalidParameter',
  'ParseRequestParameterException',
  'IncompleteSignature',
  'SignatureDoesNotMatch',
  'SignatureNonceUsed',
  'IllegalTimestamp',
  'InvalidTimeStamp.Expired',
  'InvalidVersion',
  'InvalidAction.NotFound',
  'InvalidAccessKeyId.NotFound',
  'Forbidden.AccessKey',
  'Forbidden.NoPermission',
  'Forbidden.KeyNotFound',
  'Forbidden.AliasNotFound',
  'Forbidden.KeyVersionNotFound',
  'Forbidden.ResourceNotFound',
  'Forbidden.KeyPolicyUnSupported',
  'Forbidden.Opened',
  'AliasAlreadyExists',
  'UnsupportedHTTPMethod',
  'UnsupportedOperation',
  'Unsupported.Alias',
  'Unsupported.ProtectionLevel',
  'Rejected.PendingDeletion',
  'Rejected.Disabled',
  'Rejected.PendingImport',
  'Rejected.StateModifiedFailed',
  'Rejected.UnsupportedOperation',
  'Rejected.LimitExceeded',
  'Rejected.Throttling',
  'Throttling.User',
  'Unsupported.Origin',
  'InvalidParameter.TagKey',
  'InvalidParameter.TagValue',
  'Duplicate.TagKey',
  'InvalidResourceId.NotFound',
  'InvalidKeyMaterial',
  'InvalidImportToken',
  'ExpiredImportToken',
  'DryRunOperationError',
  'IdempotentParameterMismatch',
  'ValidationError',
  'AccessDeniedError',
  'NoPermission',
  'MalformedPolicyDocument',
  'InvalidParameter.UserName.InvalidChars',
  'InvalidParameter.UserName.Length',
  'InvalidParameter.RoleName.InvalidChars',
  'InvalidParameter.RoleName.Length',
  'InvalidParameter.PolicyName.InvalidChars',
  'InvalidParameter.PolicyName.Length',
  'InvalidParameter.PolicyDocument.Length',
  'EntityNotExist.User',
  'EntityNotExist.User.AccessKey',
  'EntityNotExist.User.Policy',
  'EntityNotExist.Role',
  'EntityNotExist.Role.Policy',
  'EntityNotExist.Policy',
  'EntityNotExist.Policy.Version',
  'EntityNotExist.ApiToken',
  'EntityNotExist.BrowserSession',
  'EntityNotExist.SignInLink',
  'EntityAlreadyExists.User',
  'EntityAlreadyExists.User.Policy',
  'EntityAlreadyExists.Role',
  'EntityAlreadyExists.Role.Policy',
  'EntityAlreadyExists.Policy',
  'LimitExceeded.User',
  'LimitExceeded.User.AccessKey',
  'LimitExceeded.User.Policy',
  'LimitExceeded.Role',
  'LimitExceeded.Role.Policy',
  'LimitExceeded.Policy',
  'LimitExceeded.Policy.Version',
  'DeleteConflict.User.AccessKey',
  'DeleteConflict.User.Policy',
  'DeleteConflict.Role.Policy',
  'DeleteConflict.Policy.User',
  'DeleteConflict.Policy.Role',
  'DeleteConflict.Policy.Version',
  'InvalidParameter.RoleArn',
  'InvalidParameter.RoleSessionName',
  'InvalidParameter.DurationSeconds',
  'InvalidParameter.PolicyGrammar',
  'InvalidParameter.PolicySize',
  'InvalidSecurityToken.Expired',
  'InvalidSecurityToken.Malformed',
  'InvalidSecurityToken.MismatchWithAccessKey',
  'MissingSecurityToken',
  'ServiceUnavailableTemporary',
  'InternalFailure',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * An error for callers: a stable code, and a message that says what is wrong and what to do. The message never
 * contains input.
 */
export class KmsError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** An error about one field. The two APIs name fields differently, so each writes the message with its own name. */
export class FieldError extends KmsError {
  /** The name of the field in the operation's input. */
  readonly field: string;
  /** The message with a name of the field. */
  readonly messageFor: (name: string) => string;

  constructor(code: ErrorCode, field: string, messageFor: (name: string) => string) {
    super(code, messageFor(field));
    this.field = field;
    this.messageFor = messageFor;
  }
}

/** A required field is absent. */
export class MissingParameterError extends FieldError {
  constructor(field: string) {
    super(
      'MissingParameter',
      field,
      (name) => `The parameter "${name}" is needed but not provided.`,
    );
  }
}

/**
 * A field has an invalid value.
 * @param advice a sentence that says which values are valid
 */
export class InvalidParameterError extends FieldError {
  constructor(field: string, advice = '') {
    super('InvalidParameter', field, (name) =>
      `The specified parameter ${name} is not valid. ${advice}`.trimEnd(),
    );
  }
}

/** A key with another protection level than SOFTWARE was requested. */
export class UnsupportedProtectionLevelError extends FieldError {
  constructor() {
    super(
      'Unsupported.ProtectionLevel',
      'protectionLevel',
      (name) =>
        `This protection level is not valid for this region. Leave ${name} out, or use SOFTWARE.`,
    );
  }
}

/** The API has this parameter, or this combination of values, but this service does not support it. */
export class UnsupportedOperationError extends KmsError {
  constructor(advice: string) {
    super('UnsupportedOperation', `This action is not supported. ${advice}`);
  }
}

/** Where a policy is wrong, for a client that shows its text. */
export type PolicyFault = Pick<PolicyError, 'place' | 'line' | 'column' | 'problem' | 'advice'>;

/** A policy that a caller wants to save is invalid. The message names the place in the document. */
export class MalformedPolicyError extends FieldError {
  readonly fault: PolicyFault;

  constructor(field: string, { place, line, column, problem, advice, message }: PolicyError) {
    super(
      'MalformedPolicyDocument',
      field,
      (name) => `The specified parameter ${name} is not valid. ${message}`,
    );
    this.fault = { place, line, column, problem, advice };
  }
}

/** Why an operation was refused, in the words of the cloud's `AccessDeniedDetail`. */
export interface AccessDeniedDetail {
  readonly authAction: string;
  readonly authResource: string;
  readonly authPrincipalType: 'Account' | 'SubUser' | 'AssumedRoleUser';
  readonly authPrincipalOwnerId: string;
  readonly authPrincipalDisplayName: string;
  readonly noPermissionType: 'ImplicitDeny' | 'ExplicitDeny';
  readonly policyType: string;
}

/**
 * The principal is not allowed to do this.
 * @param action such as `kms:CreateKey`
 * @param detail only where it does not tell whether a key exists
 */
export class NoPermissionError extends KmsError {
  readonly detail: AccessDeniedDetail | undefined;

  constructor(action: string, detail?: AccessDeniedDetail) {
    super(
      action.startsWith('kms:') ? 'Forbidden.NoPermission' : 'NoPermission',
      action.startsWith('kms:')
        ? `This operation is forbidden by permission system. Ask for the permission ${action}.`
        : `You are not authorized to do this action. You should be authorized by RAM. Ask for the permission ${action}.`,
    );
    this.detail = detail;
  }
}

/**
 * The key does not exist, or belongs to another account. The text is the same, because callers must not learn the
 * difference.
 */
export class KeyNotFoundError extends KmsError {
  constructor() {
    super(
      'Forbidden.KeyNotFound',
      'The specified Key is not found. Check the key id, the account and the region.',
    );
  }
}

/** The account has no such alias. */
export class AliasNotFoundError extends KmsError {
  constructor() {
    super('Forbidden.AliasNotFound', 'The specified Alias is not found.');
  }
}

/** The operation needs a key id, and the caller used an alias. */
export class UnsupportedAliasError extends KmsError {
  constructor() {
    super('Unsupported.Alias', 'Alias is not valid for this api. Use the id of the key.');
  }
}

/** The operation does not support a key with this usage, spec or protection. */
export class UnsuitableKeyError extends KmsError {
  constructor(advice: string) {
    super('Rejected.UnsupportedOperation', `Unsupported operation. ${advice}`);
  }
}

/** An account or a key has the maximum number of something. */
export class LimitExceededError extends KmsError {
  constructor(advice: string) {
    super(
      'Rejected.LimitExceeded',
      `The request was rejected because user create resource limit was exceeded. ${advice}`,
    );
  }
}

/** The operation does not support keys with this origin. */
export class UnsupportedOriginError extends KmsError {
  constructor() {
    super(
      'Unsupported.Origin',
      'This key origin is not valid for this api. Only keys with the origin EXTERNAL can import key material.',
    );
  }
}

/** The client token was used for another request before. */
export class IdempotentParameterMismatchError extends FieldError {
  constructor() {
    super(
      'IdempotentParameterMismatch',
      'clientToken',
      (name) =>
        `The request uses the same ${name} as a previous, but non-identical request. Use a new value for each new request.`,
    );
  }
}

/** The service is overloaded, or the caller sends too much. Nothing was changed. */
export class ThrottlingError extends KmsError {
  /** At least 1: SDKs read it as a whole number, and none of them waits for 0. */
  readonly retryAfterMilliseconds: number;

  constructor(retryAfterMilliseconds: number, advice: string) {
    super('Rejected.Throttling', `QPS Limit Exceeded. ${advice}`);
    this.retryAfterMilliseconds = retryAfterMilliseconds;
  }
}

/** The nonce of a signed request was used before. */
export class NonceUsedError extends KmsError {
  constructor() {
    super(
      'SignatureNonceUsed',
      'Specified signature nonce was used already. Sign each request with a new nonce.',
    );
  }
}

/**
 * The database or this replica cannot serve the request now.
 * @param outcome `unknown` when the connection to the database broke during the commit
 */
export class ServiceUnavailableError extends KmsError {
  constructor(outcome: 'nothing done' | 'unknown' = 'nothing done') {
    super(
      'ServiceUnavailableTemporary',
      outcome === 'unknown'
        ? 'Service Unavailable Temporary. It is not known whether the request was carried out: check before you send it again, or send it again with the same client token.'
        : 'Service Unavailable Temporary. Nothing was changed; try again shortly.',
    );
  }
}

/** The client disconnected. Work for its request stops, and there is no answer. */
export class ClientDisconnectedError extends Error {}

/** A bug: any error that is not a KmsError. The caller gets the request id; the log has the details. */
export class InternalFailureError extends KmsError {
  constructor() {
    super('InternalFailure', 'Internal Failure. See the server log for this request id.');
  }
}
