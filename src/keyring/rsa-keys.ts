import { Worker } from 'node:worker_threads';
import { ServiceUnavailableError, ThrottlingError } from '#domain/errors.ts';
import { FairQueue } from './fair-queue.ts';
import { createRequest, type Requester, type RsaKeyPair, type RsaRequest } from './rsa-request.ts';
import type { MadePair } from './rsa-worker.ts';

/**
 * How many requests can wait; one more gets ThrottlingError. Longer queues would not help: Node SDKs time out after 3
 * seconds.
 */
const LIMITS = { perPrincipal: 16, total: 256, principals: 256 };
/** Longer than one key takes. */
const RETRY_MILLISECONDS = 1_000;

// The environment can contain a root key, and the thread does not need it. Options of the process, such as --eval,
// would break it.
const startRsaWorker = () =>
  new Worker(new URL('./rsa-worker.ts', import.meta.url), {
    name: 'rsa-keys',
    env: {},
    execArgv: [],
  });

/**
 * Makes RSA keys, one at a time, in a separate thread. A key takes about 0.1 s, or several tenths with 4,096 bits. On
 * libuv's thread pool a burst would block everything else that needs the pool, such as random bytes.
 * Principals take turns, so that a burst of one principal does not throttle or delay the others.
 * The thread starts with the first key, is replaced if it dies, and keeps the process alive only while a requester waits.
 */
export class RsaKeys implements AsyncDisposable {
  readonly #start: () => Worker;
  readonly #waiting = new FairQueue<RsaRequest>(LIMITS);
  readonly #ahead: RsaRequest[] = [];
  #making: RsaRequest | undefined;
  #worker: Worker | undefined;
  #hasEnded = false;

  constructor(start: () => Worker = startRsaWorker) {
    this.#start = start;
  }

  /**
   * Makes a key when it is the requester's turn.
   * @returns the pair; the caller zeroes the private key
   * @throws ThrottlingError when too many requests of this principal, or too many principals, wait already;
   * ServiceUnavailableError when the server stops or the thread died; the reason of the requester's signal
   */
  make(modulusBits: number, { principal, signal }: Requester): Promise<RsaKeyPair> {
    const { request, promise } = createRequest(modulusBits, false);
    const leave = () => {
      this.#waiting.remove(principal, request);
      request.reject(signal?.reason);
    };
    if (signal?.aborted) leave();
    else if (this.#hasEnded) request.reject(new ServiceUnavailableError());
    else if (this.#takeOver(request) || this.#waiting.add(principal, request)) {
      signal?.addEventListener('abort', leave, { signal: request.settled });
      this.#next();
    } else
      request.reject(
        new ThrottlingError(
          RETRY_MILLISECONDS,
          'Too many RSA keys wait to be generated; try again in a second.',
        ),
      );
    return promise;
  }

  /**
   * Makes a key for later, while no requester waits.
   * @returns the pair; the caller zeroes the private key
   * @throws ServiceUnavailableError when the server stops or the thread died
   */
  makeAhead(modulusBits: number): Promise<RsaKeyPair> {
    const { request, promise } = createRequest(modulusBits, true);
    if (this.#hasEnded) request.reject(new ServiceUnavailableError());
    else {
      this.#ahead.push(request);
      this.#next();
    }
    return promise;
  }

  /**
   * Waits for the key that is being made, because a thread cannot be stopped while OpenSSL runs in it. Does not wait for
   * a key that is made ahead: that thread ends on its own.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#hasEnded = true;
    const isAhead = this.#making?.isAhead;
    const rest = [this.#making, ...this.#waiting.takeAll(), ...this.#ahead.splice(0)];
    for (const request of rest) request?.reject(new ServiceUnavailableError());
    const ended = this.#worker?.terminate();
    if (!isAhead) await ended;
  }

  /**
   * Gives a request the key that is being made ahead, if it has the same size. Otherwise the request would wait for
   * two keys.
   */
  #takeOver(request: RsaRequest): boolean {
    if (!this.#making?.isAhead || this.#making.modulusBits !== request.modulusBits) return false;
    this.#ahead.unshift(this.#making);
    this.#making = request;
    return true;
  }

  #next(): void {
    if (this.#hasEnded) return;
    if (!this.#making) {
      this.#making = this.#waiting.take() ?? this.#ahead.shift();
      if (this.#making) {
        this.#worker ??= this.#open();
        this.#worker.postMessage(this.#making.modulusBits);
      }
    }
    const isAwaited = (this.#making && !this.#making.isAhead) || this.#waiting.size > 0;
    if (isAwaited) this.#worker?.ref();
    else this.#worker?.unref();
  }

  #open(): Worker {
    const worker = this.#start();
    worker.on('message', ({ publicKey, privateKey }: MadePair) =>
      this.#deliver({ publicKey: asBuffer(publicKey), privateKey: asBuffer(privateKey) }),
    );
    worker.on('error', (error) => this.#making?.reject(error));
    worker.on('exit', () => {
      this.#making?.reject(new ServiceUnavailableError());
      this.#making = undefined;
      this.#worker = undefined;
      this.#next();
    });
    return worker;
  }

  #deliver(pair: RsaKeyPair): void {
    const request = this.#making;
    this.#making = undefined;
    if (request && !request.settled.aborted) request.resolve(pair);
    else pair.privateKey.fill(0);
    this.#next();
  }
}

/** The same memory as a Buffer: a copy of a private key would not be zeroed. */
const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
