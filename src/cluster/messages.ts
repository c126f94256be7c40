import type { Worker } from 'node:cluster';
import type { MetricData } from '#metrics/add-up.ts';

/** What a worker tells the primary. */
export type ToPrimary =
  | { readonly kind: 'ready'; readonly port: number }
  /** Asks for the metrics of all workers. */
  | { readonly kind: 'gather metrics'; readonly id: number }
  /** Answers `read metrics`. */
  | { readonly kind: 'metrics'; readonly id: number; readonly metrics: readonly MetricData[] };

/** What the primary tells a worker. */
export type ToWorker =
  /** All workers are ready. */
  | { readonly kind: 'print banner' }
  /** Asks for the metrics of this worker. */
  | { readonly kind: 'read metrics'; readonly id: number }
  /** Answers `gather metrics`. Without a text not every worker has answered. */
  | { readonly kind: 'gathered metrics'; readonly id: number; readonly text?: string };

/** Nothing is sent to a process that has just ended; the event of its end follows. */
const ignore = (): void => {};

/** Sends from a worker. */
export const tellPrimary = (message: ToPrimary): void =>
  void process.send?.(message, undefined, undefined, ignore);

/** Sends from the primary. */
export const tellWorker = (worker: Worker, message: ToWorker): void =>
  void worker.send(message, ignore);
