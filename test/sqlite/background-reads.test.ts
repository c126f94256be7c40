import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { ServiceUnavailableError } from '#domain/errors.ts';
import { insertRow } from '#store/commit/write-set.ts';
import { readerOf } from '#store/read/reader.ts';
import { BackgroundReads } from '#store/sqlite/background-reads.ts';
import type { BackgroundReader } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';
import { caller, SURFACES } from '../support/caller.ts';
import { makeDataDir, startKms } from '../support/kms.ts';
import { keyRow } from '../support/rows.ts';

const KEYS = { model: 'Key', operation: 'count', args: {} };

/** A thread that does not begin before it is let: it stands still, as one does that is in a long statement. */
function heldReads(file: string) {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const workers: Worker[] = [];
  const url = new URL('../../src/store/sqlite/background-worker.ts', import.meta.url);
  const start = () => {
    const worker = new Worker(
      `const { workerData } = require('node:worker_threads'); Atomics.wait(workerData.gate, 0, 0); import(workerData.url);`,
      { eval: true, workerData: { file, gate, url: url.href } },
    );
    workers.push(worker);
    return worker;
  };
  const open = () => {
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
  };
  return { reads: new BackgroundReads(file, start), open, workers };
}

/** What has become of a promise so far. */
function watch(promise: Promise<unknown>) {
  const seen = { outcome: 'pending' };
  promise.then(
    () => {
      seen.outcome = 'done';
    },
    () => {
      seen.outcome = 'failed';
    },
  );
  return seen;
}

describe('A read in the background', () => {
  it.each(SURFACES)('that takes long keeps nobody waiting, by %s', async (surface) => {
    await using kms = await startKms();
    const as = caller(surface, kms, await kms.addAccount());
    const { keyId } = await as.createKey({ keySpec: 'Aliyun_SM4' });
    const { reads, open } = heldReads(join(kms.dataDir, 'keywright.db'));
    await using _reads = reads;
    const held = readerOf(kms.store.db, { report: () => {}, attempts: 1, elsewhere: reads.read });
    (kms.services as { backgroundDb: BackgroundReader }).backgroundDb = held;
    const filtered = as.listKeyIds({ KeySpec: ['Aliyun_SM4'] });
    const seen = watch(filtered);
    await as.encrypt(keyId, Buffer.from('x'));
    await as.createKey();
    expect((await as.listKeyIds()).totalCount).toBe(2);
    expect(seen.outcome).toBe('pending');
    open();
    expect((await filtered).keyIds).toEqual([keyId]);
  });

  it('gives what Prisma gives: rows with their dates and bytes, groups, and errors by their codes', async () => {
    await using kms = await startKms();
    const as = caller('rpc', kms, await kms.addAccount());
    const { keyId } = await as.createKey();
    const { db, backgroundDb } = kms.store;
    for (const where of [{ id: keyId }, { id: 'none' }]) {
      expect(await backgroundDb.key.findMany({ where })).toEqual(await db.key.findMany({ where }));
      expect(await backgroundDb.key.count({ where })).toBe(await db.key.count({ where }));
    }
    const versions = { where: { keyId } };
    expect(await backgroundDb.keyVersion.findFirst(versions)).toEqual(
      await db.keyVersion.findFirst(versions),
    );
    expect(
      await backgroundDb.keyVersion.groupBy({ by: 'keyId', ...versions, _count: true }),
    ).toEqual([{ keyId, _count: 1 }]);
    await expect(
      backgroundDb.key.count({ where: { nonsense: 1 } as object }),
    ).rejects.toMatchObject({
      name: 'PrismaClientValidationError',
    });
    await expect(backgroundDb.key.deleteMany({})).rejects.toBeInstanceOf(ServiceUnavailableError); // its connection only reads
    expect(await db.key.count()).toBe(1);
  });

  it('is over before the write-ahead log is emptied, and the next begins afterwards', async () => {
    await using kms = await startKms();
    const { reads, open } = heldReads(join(kms.dataDir, 'keywright.db'));
    await using _reads = reads;
    const steps: string[] = [];
    const first = reads.read(KEYS).then(() => steps.push('first'));
    const work = Promise.withResolvers<void>();
    const paused = reads.pausedFor(() => {
      steps.push('work');
      return work.promise;
    });
    const second = reads.read(KEYS).then(() => steps.push('second'));
    await turn();
    expect(steps).toEqual([]);
    open();
    await first;
    await kms.store.backgroundDb.key.count(); // a thread of another answers meanwhile; this one may not
    expect(steps).toEqual(['first', 'work']);
    work.resolve();
    await Promise.all([paused, second]);
    expect(steps).toEqual(['first', 'work', 'second']);
  });

  it('keeps no process alive that has read and is done', async () => {
    const module = JSON.stringify(
      new URL('../../src/store/sqlite/background-reads.ts', import.meta.url).href,
    );
    const file = JSON.stringify(join(makeDataDir(), 'keywright.db'));
    const program = `const { BackgroundReads } = await import(${module}); console.log(await new BackgroundReads(${file}).read(${JSON.stringify(KEYS)}));`;
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      program,
    ]);
    expect(stdout).toBe('0\n');
  });

  it('of a store leaves its thread to others', async () => {
    await using kms = await startKms();
    let turned = false;
    setImmediate(() => {
      turned = true;
    });
    await kms.store.backgroundDb.key.count();
    expect(turned).toBe(true); // a statement of this thread is over within one turn of its event loop
  });

  it('of a store is over before the store empties the log', async () => {
    await using kms = await startKms();
    const steps: string[] = [];
    const reading = kms.store.backgroundDb.key.count().then(() => steps.push('read'));
    await turn(); // Prisma has asked by now
    await kms.store.checkpoint();
    steps.push('emptied');
    await reading;
    expect(steps).toEqual(['read', 'emptied']);
  });

  it('does not wait for the end of all requests when the store empties the log', async () => {
    await using kms = await startKms();
    const { accountId } = await kms.addAccount();
    await kms.store.backgroundDb.key.count(); // and those of the jobs that run at the start are over
    let emptied = false;
    let commits = 0;
    // More than one batch, so that there is always a request that waits.
    const keepCommitting = async (): Promise<void> => {
      for (; !emptied && commits < 200; commits += 1)
        await kms.store.commit([insertRow(TABLES.key, keyRow(accountId))]);
    };
    const requests = Array.from({ length: 130 }, keepCommitting);
    const emptying = kms.store.checkpoint().then(() => (emptied = true));
    await kms.store.backgroundDb.key.count();
    await emptying;
    expect(commits).toBeLessThan(200);
    await Promise.all(requests);
  });

  it('fails when its thread dies, and the next gets another', async () => {
    await using kms = await startKms();
    const { reads, open, workers } = heldReads(join(kms.dataDir, 'keywright.db'));
    await using _reads = reads;
    const first = reads.read(KEYS);
    await Promise.all([
      workers[0]?.terminate(),
      expect(first).rejects.toBeInstanceOf(ServiceUnavailableError),
    ]);
    open();
    expect(await reads.read(KEYS)).toBe(0);
    expect(workers).toHaveLength(2);
  });

  it('is refused at the end, begun or waiting, and leaves no file open', async () => {
    const dataDir = makeDataDir();
    const kms = await startKms({ dataDir });
    const { reads } = heldReads(join(dataDir, 'keywright.db'));
    const refused = [KEYS, KEYS].map((operation) =>
      expect(reads.read(operation)).rejects.toBeInstanceOf(ServiceUnavailableError),
    );
    await reads[Symbol.asyncDispose]();
    await Promise.all(refused);
    await expect(reads.read(KEYS)).rejects.toBeInstanceOf(ServiceUnavailableError);
    expect(await kms.store.backgroundDb.key.count()).toBe(0);
    await kms[Symbol.asyncDispose]();
    expect(existsSync(join(dataDir, 'keywright.db-wal'))).toBe(false); // the last connection checkpoints the log and removes it
  });
});
