import { execFile } from 'node:child_process';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { RsaKeyPair } from '#keyring/rsa-request.ts';
import { WrappingKeys } from '#keyring/wrapping-keys.ts';
import { heldRsaKeys } from '../support/held-rsa-keys.ts';

const ONE = { principal: 'one' };
const TWO = { principal: 'two' };

/** Which of the keys that were made it is, the first being 1. */
const numberOf = ({ privateKey }: RsaKeyPair) => privateKey[1];

const outcomeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'made',
    (error) => error.code ?? error.message,
  );

/** Wrapping keys after a first import: key 1 was taken, and key 2 is being made ahead. */
async function afterAnImport() {
  const held = heldRsaKeys();
  const wrappingKeys = new WrappingKeys(held.keys);
  const first = wrappingKeys.take(ONE);
  await held.finish();
  await first;
  return { ...held, wrappingKeys };
}

/** Wrapping keys with the keys 2 to 5 ready. */
async function withReadyKeys() {
  const made = await afterAnImport();
  for (let i = 0; i < 4; i++) await made.finish();
  return made;
}

describe('Wrapping keys', () => {
  it('are made ahead once an import asked for one: four of them', async () => {
    const { keys, asked, finish } = heldRsaKeys();
    await using _keys = keys;
    const wrappingKeys = new WrappingKeys(keys);
    expect(asked).toEqual([]);
    const first = wrappingKeys.take(ONE);
    for (let i = 0; i < 5; i++) await finish();
    expect(numberOf(await first)).toBe(1);
    expect(asked).toEqual(Array(5).fill(2_048));
  });

  it('are handed out once each', async () => {
    const { keys, wrappingKeys, finish } = await withReadyKeys();
    await using _keys = keys;
    const taken = Array.from({ length: 7 }, () => wrappingKeys.take(TWO));
    expect((await Promise.all(taken.slice(0, 4))).map(numberOf)).toEqual([2, 3, 4, 5]);
    for (let i = 0; i < 3; i++) await finish();
    expect((await Promise.all(taken)).map(numberOf)).toEqual([2, 3, 4, 5, 6, 7, 8]);
  });

  it('that are ready go to a principal whose requests fill its queue; others it gets in its turn', async () => {
    const { keys, wrappingKeys, finish } = await withReadyKeys();
    await using _keys = keys;
    const burst = Array.from({ length: 17 }, () => outcomeOf(keys.make(4_096, ONE)));
    const taken = await Promise.all(Array.from({ length: 4 }, () => wrappingKeys.take(ONE)));
    expect(taken.map(numberOf)).toEqual([2, 3, 4, 5]);
    expect(await outcomeOf(wrappingKeys.take(ONE))).toBe('Rejected.Throttling');
    const other = wrappingKeys.take(TWO);
    for (let i = 0; i < 2; i++) await finish();
    expect(numberOf(await other)).toBe(7);
    for (let i = 0; i < 16; i++) await finish();
    expect(new Set(await Promise.all(burst))).toEqual(new Set(['made']));
  });

  it('are made ahead only while nobody waits for a key', async () => {
    const { keys, asked, wrappingKeys, finish } = await withReadyKeys();
    await using _keys = keys;
    const all = [keys.make(3_072, ONE)];
    await wrappingKeys.take(TWO);
    all.push(keys.make(3_072, ONE), keys.make(4_096, TWO));
    for (let i = 0; i < 3; i++) await finish();
    expect(asked.slice(5)).toEqual([3_072, 4_096, 3_072, 2_048]);
    await Promise.all(all);
  });

  it('that are being made ahead go to a request for a key as large, which would wait for two otherwise', async () => {
    const { keys, asked, wrappingKeys, finish } = await afterAnImport();
    await using _keys = keys;
    const other = keys.make(3_072, ONE);
    const taken = [wrappingKeys.take(TWO), keys.make(2_048, TWO)];
    for (let i = 0; i < 3; i++) await finish();
    expect((await Promise.all([...taken, other])).map(numberOf)).toEqual([2, 4, 3]);
    expect(asked).toEqual([2_048, 2_048, 3_072, 2_048, 2_048]);
  });

  it('are zeroed if the client disconnected, and those that are ready are kept for others', async () => {
    const { keys, made, wrappingKeys, finish } = await afterAnImport();
    await using _keys = keys;
    const gone = new AbortController();
    const left = outcomeOf(wrappingKeys.take({ ...TWO, signal: gone.signal }));
    gone.abort(new Error('went away'));
    expect(await left).toBe('went away');
    await finish();
    expect([...(made[1] ?? [])]).toEqual([0, 0]);
    await finish();
    expect(await outcomeOf(wrappingKeys.take({ ...TWO, signal: gone.signal }))).toBe('went away');
    expect(numberOf(await wrappingKeys.take(TWO))).toBe(3);
  });

  it('are zeroed at the end, also the one that is made then, unless an import has them', async () => {
    const { keys, made, wrappingKeys, finish } = await withReadyKeys();
    await using _keys = keys;
    await wrappingKeys.take(TWO);
    wrappingKeys[Symbol.dispose]();
    await finish();
    expect(made.map((bytes) => [...bytes])).toEqual([[2, 1], [2, 2], ...Array(4).fill([0, 0])]);
  });

  it('are not made ahead again and again by a thread that dies, but after the next import', async () => {
    const { keys, asked, wrappingKeys, finish, thread } = await afterAnImport();
    await using _keys = keys;
    await thread().terminate();
    await turn();
    expect(asked).toEqual([2_048, 2_048]);
    const next = wrappingKeys.take(TWO);
    await finish();
    expect(numberOf(await next)).toBe(3);
    expect(asked).toEqual(Array(4).fill(2_048));
  });

  it('are not waited for at the end', async () => {
    const { keys, wrappingKeys, thread } = await afterAnImport();
    const worker = thread();
    worker.terminate = () => new Promise(() => {});
    wrappingKeys[Symbol.dispose]();
    await keys[Symbol.asyncDispose]();
    await Worker.prototype.terminate.call(worker);
  });

  it('that are made ahead keep no process alive', async () => {
    const modules = ['rsa-keys.ts', 'wrapping-keys.ts'].map(
      (file) => new URL(`../../src/keyring/${file}`, import.meta.url).href,
    );
    // The thread makes one key and then none: a wait for the second would never end.
    const program = `
      const [{ RsaKeys }, { WrappingKeys }] = await Promise.all(${JSON.stringify(modules)}.map((module) => import(module)));
      const thread = \`
        const { parentPort } = require('node:worker_threads');
        parentPort.on('message', () => {});
        parentPort.once('message', () => parentPort.postMessage({ publicKey: Uint8Array.of(1), privateKey: Uint8Array.of(2) }));\`;
      const { Worker } = await import('node:worker_threads');
      const wrappingKeys = new WrappingKeys(new RsaKeys(() => new Worker(thread, { eval: true, execArgv: [] })));
      console.log((await wrappingKeys.take({ principal: 'one' })).privateKey[0]);`;
    const args = ['--input-type=module', '--eval', program];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
    expect(stdout).toBe('2\n');
  });
});
