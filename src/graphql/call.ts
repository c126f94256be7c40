import type { Call } from '#operations/call.ts';

/** A call by GraphQL, and how deep and costly its query may be. */
export interface GraphqlCall extends Call {
  readonly limits: { readonly depth: number; readonly complexity: number };
}
