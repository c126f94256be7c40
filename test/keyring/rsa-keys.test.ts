import { execFile } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { RsaKeys } from '#keyring/rsa-keys.ts';
import type { Requester } from '#keyring/rsa-request.ts';
import { heldRsaKeys } from '../support/held-rsa-keys.ts';

/** RsaKeys whose threads can be got at. */
function rsaKeys() {
  const workers: Worker[] = [];
  const start = () => {
    const worker = new Worker(new URL('../../src/keyring/rsa-worker.ts', import.meta.url));
    workers.push(worker);
    return worker;
  };
  return { keys: new RsaKeys(start), workers };
}

const [ONE, TWO, THREE] = ['one', 'two', 'three'].map((principal) => ({ principal })) as [
  Requester,
  Requester,
  Requester,
];

const outcomeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'made',
    (error) => error.code ?? error.message,
  );

describe('RSA keys', () => {
  it.each([2_048, 3_072, 4_096])('of %s bits are pairs in DER', async (modulusBits) => {
    await using keys = new RsaKeys();
    const { publicKey, privateKey } = await keys.make(modulusBits, ONE);
    const pair = createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' });
    expect(pair.asymmetricKeyDetails).toEqual({
      modulusLength: modulusBits,
      publicExponent: 65_537n,
    });
    expect(createPublicKey(pair).export({ format: 'der', type: 'spki' }).equals(publicKey)).toBe(
      true,
    );
    // Not a part of a pool that others share: it is zeroed whole.
    expect(privateKey.buffer.byteLength).toBe(privateKey.length);
  });

  it('leave nothing of the private key in the thread that made it', async () => {
    const program = `
      const { parentPort } = require('node:worker_threads');
      const post = parentPort.postMessage.bind(parentPort);
      parentPort.postMessage = (pair, transferred) => {
        post(pair, transferred);
        post({ bytesLeft: pair.privateKey.length });
      };
      import(${JSON.stringify(new URL('../../src/keyring/rsa-worker.ts', import.meta.url).href)});`;
    const worker = new Worker(program, { eval: true });
    const messages: { privateKey?: Uint8Array; bytesLeft?: number }[] = [];
    worker.on('message', (message) => messages.push(message));
    worker.postMessage(2_048);
    while (messages.length < 2) await once(worker, 'message');
    await worker.terminate();
    expect(messages[0]?.privateKey?.length).toBeGreaterThan(1_000);
    expect(messages[1]).toEqual({ bytesLeft: 0 });
  });

  it('are made in one other thread, while this one goes on', async () => {
    const { keys, workers } = rsaKeys();
    await using _keys = keys;
    expect(workers).toHaveLength(0);
    let turns = 0;
    let isMade = false;
    const made = Promise.all([
      keys.make(4_096, ONE),
      keys.make(2_048, ONE),
      keys.make(2_048, ONE),
    ]).finally(() => {
      isMade = true;
    });
    // A key made in this thread would let no turn pass: not while it is made, nor between a key and the next.
    for (; !isMade; turns++) await turn();
    expect(new Set((await made).map(({ publicKey }) => publicKey.toString('base64'))).size).toBe(3);
    expect(turns).toBeGreaterThan(100);
    expect(workers).toHaveLength(1);
  });

  it('are made one after another, for one principal in the order of asking', async () => {
    const { keys, asked, finish } = heldRsaKeys();
    await using _keys = keys;
    const all = [3_072, 2_048, 4_096].map((modulusBits) => keys.make(modulusBits, ONE));
    expect(asked).toEqual([3_072]);
    await finish();
    expect(await all[0]).toEqual({ publicKey: Buffer.of(1), privateKey: Buffer.of(2, 1) });
    expect(asked).toEqual([3_072, 2_048]);
    await finish();
    await finish();
    expect((await Promise.all(all)).map(({ privateKey }) => privateKey[1])).toEqual([1, 2, 3]);
  });

  it('are refused to a principal that waits for sixteen, until there is room', async () => {
    const { keys, finish } = heldRsaKeys();
    await using _keys = keys;
    const all = Array.from({ length: 17 }, () => outcomeOf(keys.make(2_048, ONE)));
    expect(await outcomeOf(keys.make(2_048, ONE))).toBe('Rejected.Throttling');
    await finish();
    const late = outcomeOf(keys.make(2_048, ONE));
    expect(await outcomeOf(keys.make(2_048, ONE))).toBe('Rejected.Throttling');
    for (let i = 0; i < 17; i++) await finish();
    expect(new Set(await Promise.all([...all, late]))).toEqual(new Set(['made']));
  });

  it('are made for principals in turn, however many one asks for', async () => {
    const { keys, asked, finish } = heldRsaKeys();
    await using _keys = keys;
    // The bits tell whose they are.
    const all = Array.from({ length: 17 }, () => outcomeOf(keys.make(2_048, ONE)));
    expect(await outcomeOf(keys.make(2_048, ONE))).toBe('Rejected.Throttling');
    for (let i = 0; i < 2; i++) all.push(outcomeOf(keys.make(3_072, TWO)));
    await finish();
    expect(asked).toEqual([2_048, 3_072]);
    all.push(outcomeOf(keys.make(4_096, THREE)));
    for (let i = 0; i < 19; i++) await finish();
    expect(asked).toEqual([2_048, 3_072, 2_048, 3_072, 4_096, ...Array(15).fill(2_048)]);
    expect(new Set(await Promise.all(all))).toEqual(new Set(['made']));
  });

  it('are made next for a caller that waits for none yet, though others fill the queue together', async () => {
    const { keys, finish } = heldRsaKeys();
    await using _keys = keys;
    const all = [];
    for (let i = 0; i < 17; i++) {
      const principal = `burst ${i}`;
      for (let j = 0; j < 16; j++) all.push(outcomeOf(keys.make(2_048, { principal })));
    }
    // One is being made and 256 wait: sixteen principals with all that they may ask for, and one whose second found no room.
    const other = outcomeOf(keys.make(2_048, ONE));
    expect(await outcomeOf(keys.make(2_048, ONE))).toBe('Rejected.Throttling');
    for (let i = 0; i < 1 + 17 + 1; i++) await finish(); // what was being made, one of each other principal, and its own
    expect(await other).toBe('made');
    await keys[Symbol.asyncDispose]();
    const outcomes = await Promise.all(all);
    expect(outcomes.filter((outcome) => outcome === 'Rejected.Throttling')).toHaveLength(
      16 * 17 - 257,
    );
  });

  it('are refused when very many principals wait, and a principal that has left is no longer one of them', async () => {
    const { keys } = heldRsaKeys();
    await using _keys = keys;
    const gone = new AbortController();
    const ask = (principal: string, signal?: AbortSignal) =>
      outcomeOf(keys.make(2_048, { principal, signal }));
    const first = ask('first');
    const left = Array.from({ length: 256 }, (_, i) => ask(`left ${i}`, gone.signal));
    expect(await ask('one more')).toBe('Rejected.Throttling');
    gone.abort(new Error('went away'));
    expect(new Set(await Promise.all(left))).toEqual(new Set(['went away']));
    const stayed = Array.from({ length: 256 }, (_, i) => ask(`stayed ${i}`));
    expect(await ask('one more')).toBe('Rejected.Throttling');
    await keys[Symbol.asyncDispose]();
    expect(new Set(await Promise.all([first, ...stayed]))).toEqual(
      new Set(['ServiceUnavailableTemporary']),
    );
  });

  it('are not made for who went away while waiting, whose place is free again', async () => {
    const { keys, asked, finish } = heldRsaKeys();
    await using _keys = keys;
    const gone = new AbortController();
    const first = outcomeOf(keys.make(2_048, ONE));
    const left = outcomeOf(keys.make(3_072, { ...ONE, signal: gone.signal }));
    const rest = Array.from({ length: 15 }, () => outcomeOf(keys.make(2_048, ONE)));
    gone.abort(new Error('went away'));
    expect(await left).toBe('went away');
    const another = outcomeOf(keys.make(2_048, ONE));
    for (let i = 0; i < 17; i++) await finish();
    expect(new Set(await Promise.all([first, ...rest, another]))).toEqual(new Set(['made']));
    expect(asked).toEqual(Array.from({ length: 17 }, () => 2_048));
  });

  it('are zeroed if who asked went away while they were made', async () => {
    const { keys, made, finish } = heldRsaKeys();
    await using _keys = keys;
    const gone = new AbortController();
    const left = outcomeOf(keys.make(2_048, { ...ONE, signal: gone.signal }));
    const next = keys.make(2_048, { ...ONE, signal: new AbortController().signal });
    gone.abort(new Error('went away'));
    expect(await left).toBe('went away');
    await finish();
    await finish();
    expect([...(await next).privateKey]).toEqual([2, 2]);
    expect(made.map((bytes) => [...bytes])).toEqual([
      [0, 0],
      [2, 2],
    ]);
  });

  it('are not begun for who is gone already', async () => {
    const { keys, asked } = heldRsaKeys();
    await using _keys = keys;
    expect(
      await outcomeOf(
        keys.make(2_048, { ...ONE, signal: AbortSignal.abort(new Error('went away')) }),
      ),
    ).toBe('went away');
    expect(asked).toEqual([]);
  });

  it('are made by another thread when one has died, at work or idle', async () => {
    const { keys, workers } = rsaKeys();
    await using _keys = keys;
    const lost = outcomeOf(keys.make(4_096, ONE));
    const next = keys.make(2_048, ONE);
    await workers[0]?.terminate();
    expect(await lost).toBe('ServiceUnavailableTemporary');
    expect((await next).privateKey.length).toBeGreaterThan(1_000);
    await workers[1]?.terminate();
    expect((await keys.make(2_048, ONE)).privateKey.length).toBeGreaterThan(1_000);
    expect(workers).toHaveLength(3);
  });

  it('that OpenSSL cannot generate return its error; the others are generated', async () => {
    await using keys = new RsaKeys();
    const [failed, made] = await Promise.allSettled([keys.make(1, ONE), keys.make(2_048, ONE)]);
    expect(failed).toMatchObject({
      status: 'rejected',
      reason: { code: 'ERR_OSSL_KEY_SIZE_TOO_SMALL' },
    });
    expect(made.status).toBe('fulfilled');
  });

  it('are no longer generated after disposal: requests that wait return an error', async () => {
    const { keys } = rsaKeys();
    const waiting = [keys.make(2_048, ONE), keys.make(2_048, ONE)].map(outcomeOf);
    await keys[Symbol.asyncDispose]();
    expect(await Promise.all([...waiting, outcomeOf(keys.make(2_048, ONE))])).toEqual(
      Array(3).fill('ServiceUnavailableTemporary'),
    );
  });

  it('keep no process alive that has made them and is done', async () => {
    const module = JSON.stringify(new URL('../../src/keyring/rsa-keys.ts', import.meta.url).href);
    const program = `const { RsaKeys } = await import(${module}); console.log((await new RsaKeys().make(2048, { principal: 'one' })).privateKey.length > 1000);`;
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      program,
    ]);
    expect(stdout).toBe('true\n');
  });
});
