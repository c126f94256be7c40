import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import {
  FieldError,
  InternalFailureError,
  KmsError,
  MalformedPolicyError,
  NoPermissionError,
  ThrottlingError,
} from '#domain/errors.ts';
import { GRAPHQL_ERROR_CODES } from './error-codes.ts';
import { withoutInput } from './variable-errors.ts';

/**
 * An error as GraphQL tells it: `extensions` carry the code, the request id and, where one is at fault, the field.
 * `retryAfter` is in milliseconds.
 * What is neither ours nor GraphQL's own is a bug: masked, and reported.
 */
export function toGraphqlError(
  error: unknown,
  requestId: string,
  report: (bug: unknown) => void,
): GraphQLError {
  const { nodes, path, source, positions } = (
    error instanceof GraphQLError ? error : {}
  ) as Partial<GraphQLError>;
  const place: GraphQLErrorOptions = { nodes, path, source, positions };
  const cause = rootCause(error);

  if (cause instanceof KmsError) {
    const field = cause instanceof FieldError ? { field: cause.field } : {};
    const detail = cause instanceof NoPermissionError ? cause.detail : undefined;
    const retryAfter = cause instanceof ThrottlingError ? cause.retryAfterMilliseconds : undefined;
    const fault = cause instanceof MalformedPolicyError ? cause.fault : undefined;
    return new GraphQLError(cause.message, {
      ...place,
      extensions: {
        code: cause.code,
        requestId,
        ...field,
        ...(fault && { policyFault: fault }),
        ...(detail && { accessDeniedDetail: detail }),
        ...(retryAfter && { retryAfter }),
      },
    });
  }
  if (cause instanceof GraphQLError) {
    const { http, cost, limit } = cause.extensions;
    const { message, field } = withoutInput(cause.message);
    return new GraphQLError(message, {
      ...place,
      extensions: {
        code: codeOf(cause),
        requestId,
        ...(field && { field }),
        ...(http ? { http } : {}),
        ...(typeof cost === 'number' && { cost, limit }),
      },
    });
  }
  report(cause);
  return toGraphqlError(new InternalFailureError(), requestId, report);
}

const rootCause = (error: unknown): unknown => {
  let cause = error;
  while (
    cause instanceof GraphQLError &&
    cause.originalError &&
    !(cause.originalError instanceof GraphQLError)
  )
    cause = cause.originalError;
  return cause;
};

/** A value that does not fit its type is found while executing, and comes without a code. */
function codeOf({ extensions: { code = 'GRAPHQL_VALIDATION_FAILED' } }: GraphQLError): string {
  return (GRAPHQL_ERROR_CODES as readonly unknown[]).includes(code) ? String(code) : 'BAD_REQUEST';
}
