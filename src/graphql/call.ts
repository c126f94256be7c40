import type { Call } from '#pipeline/call.ts';
import type { MayAnswer } from '#pipeline/may.ts';
import type { Reads } from '#pipeline/read.ts';
import type { Loaders } from './loaders.ts';

/**
 * One GraphQL request, as resolvers see it. It has no services: what a resolver reads comes from `read`, `readKey` and
 * `readList`, which check the permission first, and what it does goes through `perform` (perform.ts).
 */
export interface GraphqlCall
  extends Pick<Call, 'requestId' | 'principal' | 'performed'>,
    Reads<Loaders> {
  readonly region: string;
  /** Whether the caller is allowed to do things with a resource. @throws InvalidParameterError */
  readonly may: (actions: readonly string[], resource: string) => Promise<MayAnswer[]>;
  /** @throws ServiceUnavailableError while the clock of this server is wrong */
  readonly clock: () => Date;
  readonly limits: { readonly depth: number; readonly complexity: number };
  /** Writes the audit rows of the reads. @throws ServiceUnavailableError */
  readonly commitReads: () => Promise<void>;
  /** Counts of this query, done or running, by what they count (count-once.ts). */
  readonly counts: Map<string, Promise<number>>;
}
