import type { Worker } from 'node:cluster';
import type { Logger } from '#log/log.ts';
import { forkWorker } from './fork-worker.ts';
import { GatheredMetrics } from './gathered-metrics.ts';
import { type ToPrimary, tellWorker } from './messages.ts';
import { RestartDelay } from './restart-delay.ts';

interface WorkersOptions {
  readonly count: number;
  /** How long a worker may take to stop. */
  readonly stopMilliseconds: number;
  readonly log: Logger;
  /** Called once a worker could not start, and none serves. It has said why. */
  readonly failed: (code: number) => void;
}

/** One of the workers, and those that have replaced it. */
interface Place {
  readonly number: number;
  readonly delay: RestartDelay;
  /** Resolves when it serves for the first time. */
  readonly served: PromiseWithResolvers<void>;
  worker?: Worker | undefined;
  /** When it began to serve (`performance.now()`); undefined before. */
  readySince?: number | undefined;
  restart?: NodeJS.Timeout;
}

/** The workers of a server: starts them, replaces those that end, stops them. */
export class Workers {
  readonly #options: WorkersOptions;
  readonly #places: readonly Place[];
  readonly #metrics = new GatheredMetrics();
  #port: number | undefined;
  #isStarted = false;
  #stopping: PromiseWithResolvers<void> | undefined;
  #isCleanStop = true;

  constructor(options: WorkersOptions) {
    this.#options = options;
    this.#places = Array.from({ length: options.count }, (_, index) => ({
      number: index + 1,
      delay: new RestartDelay(),
      served: Promise.withResolvers<void>(),
    }));
  }

  /**
   * Resolves when all workers serve. The first one starts before the others: it migrates the database, and if the
   * settings are wrong, only one worker says so.
   */
  async start(): Promise<void> {
    for (const places of [this.#places.slice(0, 1), this.#places.slice(1)]) {
      for (const place of places) this.#start(place);
      await Promise.all(places.map(({ served }) => served.promise));
    }
    this.#isStarted = true;
  }

  /** Lets one of the workers tell that the server is ready. */
  printBanner(): void {
    const serving = this.#places.find(isServing);
    if (serving?.worker) tellWorker(serving.worker, { kind: 'print banner' });
  }

  /**
   * Stops all workers. Running requests finish first.
   * @returns whether each of them ended as it should
   */
  async stop(): Promise<boolean> {
    if (!this.#stopping) {
      this.#stopping = Promise.withResolvers();
      for (const { restart } of this.#places) clearTimeout(restart);
      this.#signal('SIGTERM');
      setTimeout(() => this.#signal('SIGKILL'), this.#options.stopMilliseconds).unref();
      this.#resolveStop();
    }
    await this.#stopping.promise;
    return this.#isCleanStop;
  }

  #start(place: Place): void {
    // One that starts while others serve takes no connection before it can answer. If none does, it chooses the port again,
    // which with PORT=0 can be another one.
    const port = this.#places.some(isServing) ? this.#port : undefined;
    const worker = forkWorker(place.number, port);
    place.worker = worker;
    worker.on('message', (message: ToPrimary) => this.#receive(place, worker, message));
    worker.once('exit', (code, signal) => this.#ended(place, worker, code, signal));
    worker.on('error', (error) => {
      this.#options.log.error({ error, worker: place.number }, 'a worker cannot be reached');
      if (worker.process.pid === undefined) this.#ended(place, worker, 1, null); // the system gave no process
    });
  }

  #receive(place: Place, worker: Worker, message: ToPrimary): void {
    switch (message.kind) {
      case 'ready':
        this.#port = message.port;
        place.readySince = performance.now();
        place.served.resolve();
        break;
      case 'metrics':
        this.#metrics.received(worker, message.id, message.metrics);
        break;
      case 'gather metrics':
        this.#gatherMetrics(worker, message.id);
    }
  }

  async #gatherMetrics(asker: Worker, id: number): Promise<void> {
    const serving = this.#places.filter(isServing).flatMap(({ worker }) => worker ?? []);
    const text = await this.#metrics.gather(new Set([asker, ...serving])).catch(() => undefined);
    tellWorker(asker, { kind: 'gathered metrics', id, ...(text !== undefined && { text }) });
  }

  #ended(place: Place, worker: Worker, code: number | null, signal: string | null): void {
    const { number, readySince } = place;
    place.worker = undefined;
    place.readySince = undefined;
    this.#metrics.ended(worker);
    if (this.#stopping) {
      if (readySince !== undefined && code !== 0) this.#isCleanStop = false;
      this.#resolveStop();
      return;
    }
    const { log, failed } = this.#options;
    const { pid } = worker.process;
    if (readySince === undefined && !(this.#isStarted && this.#places.some(isServing))) {
      if (signal)
        log.error({ worker: number, pid, signal }, 'a worker was killed while it started');
      failed(code || 1);
      return;
    }
    const lifeMilliseconds = readySince === undefined ? 0 : performance.now() - readySince;
    const milliseconds = place.delay.next(lifeMilliseconds);
    log.error({ worker: number, pid, code, signal, milliseconds }, 'a worker ended');
    place.restart = setTimeout(() => this.#start(place), milliseconds);
  }

  #signal(signal: NodeJS.Signals): void {
    for (const { worker } of this.#places) worker?.process.kill(signal);
  }

  #resolveStop(): void {
    if (this.#places.every(({ worker }) => worker === undefined)) this.#stopping?.resolve();
  }
}

const isServing = ({ readySince }: Place): boolean => readySince !== undefined;
