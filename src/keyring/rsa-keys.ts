import { Worker } from 'node:worker_threads';
import { ServiceUnavailableError, ThrottlingError } from '#domain/errors.ts';
import type { MadePair } from './rsa-worker.ts';

/** Those who wait longer have given up: Node SDKs after three seconds. */
const MOST_WAITING = 16;

/** A key pair in DER. Who gets it zeroes the private key. */
export interface RsaKeyPair {
  /** SubjectPublicKeyInfo */
  readonly publicKey: Buffer;
  /** PKCS#8 */
  readonly privateKey: Buffer;
}

interface Request {
  readonly modulusBits: number;
  readonly settled: AbortSignal;
  resolve(pair: RsaKeyPair): void;
  reject(reason: unknown): void;
}

// Of the environment it needs nothing, and there a root key may stand; options of the process, such as --eval, are not its own.
const startRsaWorker = () => new Worker(new URL('./rsa-worker.ts', import.meta.url), { name: 'rsa-keys', env: {}, execArgv: [] });

/**
 * Makes RSA keys, one at a time, in a thread of its own: each takes a tenth of a second or, of 4,096 bits, several, and
 * a burst that took all threads of libuv's pool would keep everything else that needs the pool waiting.
 * The thread starts with the first key, keeps no process alive that is done, and is replaced if it dies.
 */
export class RsaKeys implements AsyncDisposable {
  readonly #start: () => Worker;
  readonly #waiting: Request[] = [];
  #making: Request | undefined;
  #worker: Worker | undefined;
  #hasEnded = false;

  constructor(start: () => Worker = startRsaWorker) {
    this.#start = start;
  }

  /**
   * @param gone says that nobody wants the key any longer: it is not made, or zeroed if that is too late
   * @throws ThrottlingError when too many wait already; ServiceUnavailableError at the end; the reason of `gone`
   */
  make(modulusBits: number, gone?: AbortSignal): Promise<RsaKeyPair> {
    const { promise, resolve, reject } = Promise.withResolvers<RsaKeyPair>();
    const settling = new AbortController();
    const request: Request = {
      modulusBits,
      settled: settling.signal,
      resolve: (pair) => {
        settling.abort();
        resolve(pair);
      },
      reject: (reason) => {
        settling.abort();
        reject(reason);
      },
    };
    if (gone?.aborted) request.reject(gone.reason);
    else if (this.#hasEnded) request.reject(new ServiceUnavailableError());
    else if (this.#waiting.length >= MOST_WAITING) request.reject(new ThrottlingError());
    else {
      gone?.addEventListener('abort', () => this.#leave(request, gone.reason), { signal: request.settled });
      this.#waiting.push(request);
      this.#next();
    }
    return promise;
  }

  /** Waits for the key that is being made: a thread that is in OpenSSL cannot be stopped there. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#hasEnded = true;
    for (const request of this.#waiting.splice(0)) request.reject(new ServiceUnavailableError());
    this.#making?.reject(new ServiceUnavailableError());
    await this.#worker?.terminate();
  }

  #leave(request: Request, reason: unknown): void {
    const place = this.#waiting.indexOf(request);
    if (place >= 0) this.#waiting.splice(place, 1);
    request.reject(reason);
  }

  #next(): void {
    if (this.#making || this.#hasEnded) return;
    this.#making = this.#waiting.shift();
    if (this.#making) {
      this.#worker ??= this.#open();
      this.#worker.ref();
      this.#worker.postMessage(this.#making.modulusBits);
    } else this.#worker?.unref();
  }

  #open(): Worker {
    const worker = this.#start();
    worker.on('message', ({ publicKey, privateKey }: MadePair) =>
      this.#hand({ publicKey: inPlace(publicKey), privateKey: inPlace(privateKey) }),
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

  #hand(pair: RsaKeyPair): void {
    const request = this.#making;
    this.#making = undefined;
    if (request && !request.settled.aborted) request.resolve(pair);
    else pair.privateKey.fill(0);
    this.#next();
  }
}

const inPlace = ({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): Buffer => Buffer.from(buffer, byteOffset, byteLength);
