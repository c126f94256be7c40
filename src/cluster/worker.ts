import cluster from 'node:cluster';
import { parseArgs } from 'node:util';
import type { Registry } from 'prom-client';
import type { WorkerPlace } from '#config/workers.ts';
import { ServiceUnavailableError } from '#domain/errors.ts';
import { type ToWorker, tellPrimary } from './messages.ts';

/** The place of this process among the workers of a server; undefined in a server of one process. */
export function workerPlace(): WorkerPlace | undefined {
  if (!cluster.isWorker) return undefined;
  const { values } = parseArgs({
    options: { worker: { type: 'string' }, port: { type: 'string' } },
  });
  if (values.worker === undefined) return undefined; // of a cluster that is not ours
  return { number: Number(values.worker), port: values.port ? Number(values.port) : undefined };
}

/** The primary, as a worker sees it. */
export class Primary {
  #own: Registry | undefined;
  #printBanner: (() => void) | undefined;
  readonly #asked = new Map<number, PromiseWithResolvers<string>>();
  #nextId = 0;

  constructor() {
    process.on('message', (message: ToWorker) => this.#receive(message));
  }

  /** @returns a function that reads the metrics of all workers. It throws ServiceUnavailableError if one does not answer. */
  readonly gatherMetrics = (own: Registry): (() => Promise<string>) => {
    this.#own = own;
    return () => {
      const id = this.#nextId;
      this.#nextId += 1;
      const asked = Promise.withResolvers<string>();
      this.#asked.set(id, asked);
      tellPrimary({ kind: 'gather metrics', id });
      return asked.promise;
    };
  };

  /**
   * Tells the primary that this worker serves.
   * @param printBanner called if this worker is to tell that the server is ready
   * @param stop called when the primary has ended without having stopped this worker
   */
  serving(port: number, printBanner: () => void, stop: () => void): void {
    this.#printBanner = printBanner;
    const { worker } = cluster;
    worker?.once('disconnect', () => {
      worker.exitedAfterDisconnect = true; // otherwise Node ends this process at once, with requests running
      stop();
    });
    tellPrimary({ kind: 'ready', port });
  }

  #receive(message: ToWorker): void {
    switch (message.kind) {
      case 'print banner':
        this.#printBanner?.();
        break;
      case 'read metrics':
        this.#readMetrics(message.id);
        break;
      case 'gathered metrics': {
        const asked = this.#asked.get(message.id);
        this.#asked.delete(message.id);
        if (message.text === undefined) asked?.reject(new ServiceUnavailableError());
        else asked?.resolve(message.text);
      }
    }
  }

  async #readMetrics(id: number): Promise<void> {
    const metrics = (await this.#own?.getMetricsAsJSON()) ?? [];
    tellPrimary({ kind: 'metrics', id, metrics });
  }
}
