import type { AnyOperation } from '#pipeline/operation.ts';
import type { Format } from './format.ts';
import type { Claim } from './signed.ts';

/**
 * The facts of a request that decide how an error is answered and logged. Each step adds to them what
 * it has read, so they are what was known when an error was thrown.
 */
export interface Understood {
  format: Format;
  claim?: Claim;
  operation?: AnyOperation;
}

/** Before anything is read. Errors are in JSON until the request asks for XML. */
export const nothingUnderstood = (): Understood => ({ format: 'JSON' });
