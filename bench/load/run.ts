import { type Answer, isSuccess } from './answer-reader.ts';

/** What one run of a load has measured. */
export interface Run {
  readonly answers: number;
  /** Requests that were refused or lost. */
  readonly failures: number;
  /** The answer to one of them. */
  readonly failure: Answer | undefined;
  readonly seconds: number;
  /** Milliseconds of each answer, ascending. */
  readonly latencies: readonly number[];
  /** Part of one core that the load itself took, 0 to 1. */
  readonly loadCpu: number;
}

/** Collects the latencies of a run. */
export class Recorder {
  readonly #latencies: number[] = [];
  readonly #started = performance.now();
  readonly #cpu = process.cpuUsage();
  #failures = 0;
  #failure: Answer | undefined;

  add(milliseconds: number, answer: Answer): void {
    if (isSuccess(answer)) this.#latencies.push(milliseconds);
    else {
      this.#failures += 1;
      this.#failure ??= answer;
    }
  }

  finish(): Run {
    const seconds = (performance.now() - this.#started) / 1_000;
    const { user, system } = process.cpuUsage(this.#cpu);
    return {
      answers: this.#latencies.length,
      failures: this.#failures,
      failure: this.#failure,
      seconds,
      latencies: this.#latencies.sort((a, b) => a - b),
      loadCpu: (user + system) / 1e6 / seconds,
    };
  }
}

/** A value that the given part of ascending values does not exceed. */
export const percentile = (ascending: readonly number[], part: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * part))] ?? Number.NaN;

/** The value in the middle. */
export const median = (values: readonly number[]): number =>
  percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
