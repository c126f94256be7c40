import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { RsaKeys } from '#keyring/rsa-keys.ts';

/** RsaKeys whose thread makes no key until it is told to. */
export function heldRsaKeys() {
  const asked: number[] = [];
  const made: Uint8Array[] = [];
  let worker: Worker | undefined;
  const start = () => {
    // It echoes what it is sent; what RsaKeys sends is kept from it until `finish`.
    worker = new Worker(
      `require('node:worker_threads').parentPort.on('message', (pair) => require('node:worker_threads').parentPort.postMessage(pair))`,
      {
        eval: true,
      },
    );
    worker.postMessage = new Proxy(worker.postMessage, {
      apply: (_target, _worker, [modulusBits]) => void asked.push(modulusBits),
    });
    worker.prependListener('message', ({ privateKey }: { privateKey: Uint8Array }) =>
      made.push(privateKey),
    );
    return worker;
  };
  const thread = () => {
    if (!worker) throw new Error('no thread was started');
    return worker;
  };
  /** Finishes the key that was asked for last. Its private key is 2, and how many were asked for so far. */
  const finish = async () => {
    const pair = { publicKey: Uint8Array.of(1), privateKey: Uint8Array.of(2, asked.length) };
    const answered = once(thread(), 'message');
    Worker.prototype.postMessage.call(thread(), pair);
    await answered;
  };
  return { keys: new RsaKeys(start), asked, made, finish, thread };
}
