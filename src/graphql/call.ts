import type { Call } from '#operations/call.ts';
import type { Loaders } from './loaders.ts';

/** A call by GraphQL, how deep and costly its query may be, and how it reads the relations of a page. */
export interface GraphqlCall extends Call {
  readonly limits: { readonly depth: number; readonly complexity: number };
  readonly loaders: Loaders;
}
