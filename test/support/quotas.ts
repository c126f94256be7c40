import { QUOTA_POOLS } from '#domain/quotas.ts';
import { type Kms, startKms } from './kms.ts';

/** A server with quotas, whose seconds the test decides. */
export interface QuotaKms extends AsyncDisposable {
  readonly kms: Kms;
  /** Every request is in a second of its own: nothing is throttled. */
  readonly run: () => void;
  /** Begins a second, and stays in it. */
  readonly stop: () => void;
  /** Moves on within the second, or beyond it. */
  readonly advance: (milliseconds: number) => void;
}

/** @param quotas absent: one request a second in each pool */
export async function startWithQuotas(
  quotas: string = QUOTA_POOLS.map((pool) => `${pool}=1`).join(','),
): Promise<QuotaKms> {
  let time = 1_000;
  let step = 1_000;
  const kms = await startKms({
    settings: { KEYWRIGHT_QUOTAS: quotas },
    quotaClock: () => {
      time += step;
      return time;
    },
  });
  return {
    kms,
    run() {
      step = 1_000;
    },
    stop() {
      step = 0;
      time += 1_000;
    },
    advance(milliseconds) {
      time += milliseconds;
    },
    [Symbol.asyncDispose]: () => kms[Symbol.asyncDispose](),
  };
}
