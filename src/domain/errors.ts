/** Every code that a caller can see from an operation, in the wire's words (help page "Common errors"). */
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
  'ServiceUnavailableTemporary',
  'InternalFailure',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** An error that is part of the API: a stable code, and a sentence that says what to do. Never holds its input. */
export class KmsError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** An error with one field at fault. Each surface knows the field by another name, so the sentence takes it. */
export class FieldError extends KmsError {
  readonly field: string;
  readonly messageFor: (name: string) => string;

  constructor(code: ErrorCode, field: string, messageFor: (name: string) => string) {
    super(code, messageFor(field));
    this.field = field;
    this.messageFor = messageFor;
  }
}

export class MissingParameterError extends FieldError {
  constructor(field: string) {
    super(
      'MissingParameter',
      field,
      (name) => `The parameter "${name}" is needed but not provided.`,
    );
  }
}

export class InvalidParameterError extends FieldError {
  constructor(field: string, advice = '') {
    super('InvalidParameter', field, (name) =>
      `The specified parameter ${name} is not valid. ${advice}`.trimEnd(),
    );
  }
}

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

/** What the API knows and this service does not do: a parameter not supported yet, or values that do not go together. */
export class UnsupportedOperationError extends KmsError {
  constructor(advice: string) {
    super('UnsupportedOperation', `This action is not supported. ${advice}`);
  }
}

export class NoPermissionError extends KmsError {
  constructor(operation: string) {
    super(
      'Forbidden.NoPermission',
      `This operation is forbidden by permission system. Ask for the permission kms:${operation}.`,
    );
  }
}

/** One text for a key that is missing and for one of another account: the difference is not the caller's to know. */
export class KeyNotFoundError extends KmsError {
  constructor() {
    super(
      'Forbidden.KeyNotFound',
      'The specified Key is not found. Check the key id, the account and the region.',
    );
  }
}

export class AliasNotFoundError extends KmsError {
  constructor() {
    super('Forbidden.AliasNotFound', 'The specified Alias is not found.');
  }
}

export class UnsupportedAliasError extends KmsError {
  constructor() {
    super('Unsupported.Alias', 'Alias is not valid for this api. Name the key by its id.');
  }
}

/** The key is sound, and not one that the operation works with. */
export class UnsuitableKeyError extends KmsError {
  constructor(advice: string) {
    super('Rejected.UnsupportedOperation', `Unsupported operation. ${advice}`);
  }
}

/** An account or a key has as many of something as it may. */
export class LimitExceededError extends KmsError {
  constructor(advice: string) {
    super(
      'Rejected.LimitExceeded',
      `The request was rejected because user create resource limit was exceeded. ${advice}`,
    );
  }
}

/** The operation is for keys of the other origin. */
export class UnsupportedOriginError extends KmsError {
  constructor() {
    super(
      'Unsupported.Origin',
      'This key origin is not valid for this api. Only keys of origin EXTERNAL take imported material.',
    );
  }
}

/** The client token stands for another request already. */
export class IdempotentParameterMismatchError extends FieldError {
  constructor() {
    super(
      'IdempotentParameterMismatch',
      'clientToken',
      (name) =>
        `The request uses the same ${name} as a previous, but non-identical request. Use a new one for each new request.`,
    );
  }
}

/** The service does as much as it can; nothing was done of this. */
export class ThrottlingError extends KmsError {
  constructor() {
    super('Rejected.Throttling', 'QPS Limit Exceeded. Try again in a moment.');
  }
}

export class NonceUsedError extends KmsError {
  constructor() {
    super(
      'SignatureNonceUsed',
      'Specified signature nonce was used already. Sign each request with a nonce of its own.',
    );
  }
}

/** Nothing was written, and the same request may be sent again; unless the database went away while it was writing. */
export class ServiceUnavailableError extends KmsError {
  constructor(outcome: 'nothing done' | 'unknown' = 'nothing done') {
    super(
      'ServiceUnavailableTemporary',
      outcome === 'unknown'
        ? 'Service Unavailable Temporary. Whether it was done is not known: look before you send it again, or send it again with the same client token.'
        : 'Service Unavailable Temporary. Nothing was changed; try again shortly.',
    );
  }
}

/** Whoever asked has gone: there is nobody to answer, and nothing more is done. */
export class ClientGoneError extends Error {}

/** What is not a KmsError is a bug. The caller learns the request id, the log the rest. */
export class InternalFailureError extends KmsError {
  constructor() {
    super(
      'InternalFailure',
      'Internal Failure. The log of this server knows more under this request id.',
    );
  }
}
