import { Worker } from 'node:worker_threads';
import { ServiceUnavailableError } from '#domain/errors.ts';
import type { ReadOperation } from '../read/reader.ts';
import type { BackgroundAnswer, BackgroundWorkerData } from './background-worker.ts';

interface Request {
  readonly operation: ReadOperation;
  resolve(rows: unknown): void;
  reject(error: unknown): void;
}

/** Of the environment it needs nothing, and there a root key may stand; options of the process, such as --eval, are not its own. */
const startWorker = (file: string) =>
  new Worker(new URL('./background-worker.ts', import.meta.url), {
    name: 'background-reads',
    env: {},
    execArgv: [],
    workerData: { file } satisfies BackgroundWorkerData,
  });

/**
 * Reads in a thread of its own, one after the other, by a connection of its own: a statement stops the thread that runs
 * it, and one that looks at every key of an account takes a tenth of a second per million.
 * The thread starts with the first read, keeps no process alive that is done, and is replaced if it dies.
 */
export class BackgroundReads implements AsyncDisposable {
  readonly #start: () => Worker;
  readonly #waiting: Request[] = [];
  #reading: Request | undefined;
  #worker: Worker | undefined;
  #pauses = 0;
  #whenIdle = Promise.withResolvers<void>();
  #hasEnded = false;

  constructor(file: string, start: (file: string) => Worker = startWorker) {
    this.#start = () => start(file);
  }

  /** @throws ServiceUnavailableError at the end, and when the thread dies; what Prisma throws */
  readonly read = (operation: ReadOperation): Promise<unknown> => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.push({ operation, resolve, reject });
    this.#next();
    return promise;
  };

  /**
   * Waits for the read that is running, and begins no other until the work is done. A reader keeps SQLite from emptying
   * the write-ahead log, and SQLite's own wait for it would stop the whole process.
   */
  async pausedFor<T>(work: () => Promise<T>): Promise<T> {
    this.#pauses += 1;
    try {
      if (this.#reading) await this.#whenIdle.promise;
      return await work();
    } finally {
      this.#pauses -= 1;
      this.#next();
    }
  }

  /** Waits for the statement that is running: a thread that is in SQLite cannot be stopped there. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#hasEnded = true;
    this.#next();
    this.#reading?.reject(new ServiceUnavailableError());
    await this.#worker?.terminate();
  }

  #next(): void {
    if (this.#hasEnded)
      for (const { reject } of this.#waiting.splice(0)) reject(new ServiceUnavailableError());
    if (this.#reading || this.#pauses > 0) return;
    this.#reading = this.#waiting.shift();
    if (this.#reading) {
      this.#worker ??= this.#open();
      this.#worker.ref();
      this.#worker.postMessage(this.#reading.operation);
    } else this.#worker?.unref();
  }

  #open(): Worker {
    const worker = this.#start();
    worker.on('message', (answer: BackgroundAnswer) =>
      this.#settle((request) => {
        if ('rows' in answer) request.resolve(answer.rows);
        else request.reject(Object.assign(new Error(answer.error.message), answer.error));
      }),
    );
    worker.on('error', (error) => this.#reading?.reject(error));
    worker.on('exit', () => {
      this.#worker = undefined;
      this.#settle((request) => request.reject(new ServiceUnavailableError()));
    });
    return worker;
  }

  #settle(settle: (request: Request) => void): void {
    if (this.#reading) settle(this.#reading);
    this.#reading = undefined;
    this.#whenIdle.resolve();
    this.#whenIdle = Promise.withResolvers();
    this.#next();
  }
}
