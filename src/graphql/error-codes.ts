import { ERROR_CODES } from '#domain/errors.ts';

/** Codes of GraphQL's own transport, beside those of the operations. */
export const TRANSPORT_CODES = [
  'Unauthenticated',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'QUERY_TOO_COSTLY',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'BAD_REQUEST',
] as const;

/** Everything that `extensions.code` can be. codegen.ts writes it down for frontends. */
export const GRAPHQL_ERROR_CODES = [...ERROR_CODES, ...TRANSPORT_CODES] as const;
