import type { AnyOperation } from '#pipeline/operation.ts';
import type { Format } from './format.ts';
import type { Claim } from './signed.ts';

/**
 * The facts of a request that decide how an error is answered and logged. Each step of handler.ts
 * adds to them.
 */
export interface Understood {
  readonly format: Format;
  readonly claim?: Claim;
  readonly operation?: AnyOperation;
}

/** Before anything is read. Errors are in JSON until the request asks for XML. */
export const NOTHING_UNDERSTOOD: Understood = { format: 'JSON' };

/** An error, with the facts that were known when it was thrown. */
export class StepError extends Error {
  /** The error itself. */
  override readonly cause: unknown;
  /** The facts known before the step. */
  readonly understood: Understood;

  constructor(cause: unknown, understood: Understood) {
    super();
    this.cause = cause;
    this.understood = understood;
  }
}

/** Runs one step of a request. @throws StepError for any error of it, with these facts */
export async function step<T>(understood: Understood, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new StepError(cause, understood);
  }
}
