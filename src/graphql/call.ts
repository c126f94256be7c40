import type { Call } from '#pipeline/call.ts';
import type { Loaders } from './loaders.ts';

/** A call by GraphQL, how deep and costly its query may be, and how it reads the relations of a page. */
export interface GraphqlCall extends Call {
  readonly limits: { readonly depth: number; readonly complexity: number };
  readonly loaders: Loaders;
  /** What its query has counted, or is counting, by what it is (count-once.ts). */
  readonly counts: Map<string, Promise<number>>;
}
