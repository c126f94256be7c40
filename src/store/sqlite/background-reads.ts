import { Worker } from 'node:worker_threads';
import { ServiceUnavailableError } from '#domain/errors.ts';
import type { ReadOperation } from '../read/reader.ts';
import type { BackgroundAnswer, BackgroundWorkerData } from './background-worker.ts';

interface Request {
  readonly operation: ReadOperation;
  resolve(rows: unknown): void;
  reject(error: unknown): void;
}

/** The thread gets no environment variables, because they may hold a root key, and no options of the process, such as --eval. */
const startWorker = (file: string) =>
  new Worker(new URL('./background-worker.ts', import.meta.url), {
    name: 'background-reads',
    env: {},
    execArgv: [],
    workerData: { file } satisfies BackgroundWorkerData,
  });

/**
 * Runs reads in a separate thread with its own connection, one after the other: a statement blocks the thread that runs
 * it, and a scan of an account's keys takes a tenth of a second per million keys. The thread starts with the first read,
 * does not keep an idle process alive, and is replaced if it dies.
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

  /** Runs one read. @throws ServiceUnavailableError after disposal and when the thread dies; otherwise what Prisma throws */
  readonly read = (operation: ReadOperation): Promise<unknown> => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.push({ operation, resolve, reject });
    this.#next();
    return promise;
  };

  /**
   * Waits for the running read, then does the work, and starts no other read until the work is done. While a read runs
   * SQLite cannot empty the write-ahead log, and its own wait for the reader would block the whole process.
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

  /** Rejects all waiting reads and waits for the running statement: a thread cannot be stopped inside SQLite. */
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
