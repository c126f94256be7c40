import type { Worker } from 'node:cluster';
import { keepCounts, type MetricData, textOfAll } from '#metrics/add-up.ts';
import { tellWorker } from './messages.ts';

/** How long a worker may take to answer. One that takes longer is stuck, or waits for the database. */
const ANSWER_MILLISECONDS = 10_000;

interface Round {
  /** Ids of the workers that have neither answered nor ended. */
  readonly missing: Set<number>;
  readonly complete: PromiseWithResolvers<void>;
}

/** The metrics of all workers, as the primary gathers them for the worker that is asked for them. */
export class GatheredMetrics {
  readonly #latest = new Map<number, readonly MetricData[]>();
  readonly #rounds = new Map<number, Round>();
  #ended: readonly MetricData[] = [];
  #nextRound = 0;

  /**
   * Asks the workers for their metrics, and adds them up.
   * @throws Error if a worker does not answer: a sum without it would go down, and up again
   */
  async gather(workers: ReadonlySet<Worker>): Promise<string> {
    const id = this.#nextRound;
    this.#nextRound += 1;
    const ids = [...workers].map((worker) => worker.id);
    const complete = Promise.withResolvers<void>();
    this.#rounds.set(id, { missing: new Set(ids), complete });
    for (const worker of workers) tellWorker(worker, { kind: 'read metrics', id });
    const limit = setTimeout(
      () => complete.reject(new Error('A worker does not answer.')),
      ANSWER_MILLISECONDS,
    );
    try {
      await complete.promise;
    } finally {
      clearTimeout(limit);
      this.#rounds.delete(id);
    }
    return textOfAll([...ids.map((one) => this.#latest.get(one) ?? []), this.#ended]);
  }

  received(worker: Worker, round: number, metrics: readonly MetricData[]): void {
    this.#latest.set(worker.id, metrics);
    this.#complete(worker, this.#rounds.get(round));
  }

  /** Keeps the counts of a worker that has ended, as it last reported them. */
  ended(worker: Worker): void {
    this.#ended = keepCounts(this.#ended, this.#latest.get(worker.id) ?? []);
    this.#latest.delete(worker.id);
    for (const round of this.#rounds.values()) this.#complete(worker, round);
  }

  #complete({ id }: Worker, round: Round | undefined): void {
    round?.missing.delete(id);
    if (round?.missing.size === 0) round.complete.resolve();
  }
}
