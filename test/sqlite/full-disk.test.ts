import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import Database from 'better-sqlite3';
import { describe, expect, it, vi } from 'vitest';
import { adviceFor } from '#cli/exit-with-error.ts';
import type { Output } from '#cli/progress-line.ts';
import { keepAccessKey } from '#cli/startup-banner.ts';
import { type Config, readConfig } from '#config/config.ts';
import { openLog } from '#log/log.ts';
import { type Server, startServer } from '#server.ts';
import { callSurface, type SurfaceAnswer, UNAVAILABLE } from '../support/call-surface.ts';
import { caller, SURFACES, type Surface } from '../support/caller.ts';
import { inventory, made } from '../support/inventory.ts';
import { type Credential, type Kms, makeDataDir, startKms } from '../support/kms.ts';
import { runScript, startProcess } from '../support/process.ts';
import { canMount, mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';

const MEGABYTE = 1_048_576;
const done = { status: 200, code: 'Done' };
const nothingDone = { ...UNAVAILABLE, message: expect.stringContaining('Nothing was changed') };
const mountable = canMount();

/** A folder on the disk with a database that is migrated. */
function dataDirOn({ folder }: SmallDisk): string {
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  copyFileSync(join(makeDataDir(), 'keywright.db'), join(dataDir, 'keywright.db'));
  return dataDir;
}

/** A start that fails until there is room for it, each time with an error message and without damage. */
async function startWithMoreAndMoreRoom(disk: SmallDisk, config: Config): Promise<Server> {
  const output = { isTTY: false, write: () => true } as unknown as Output;
  for (let room = 0; ; room += 4_096) {
    disk.fill(room);
    try {
      return await startServer(config, {
        keepAccessKey: keepAccessKey(config, output),
        log: openLog('silent'),
      });
    } catch (error) {
      if (!adviceFor(error)) throw error;
    }
  }
}

/** What is to be imported into a new key, wrapped. */
async function materialFor(kms: Kms, account: Credential) {
  const as = caller('rpc', kms, account);
  const { keyId } = await as.createKey({ origin: 'EXTERNAL' });
  const asked = { keyId, wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' };
  const { publicKey = '', importToken = '' } = await as.act('GetParametersForImport', asked);
  const key = createPublicKey({
    key: Buffer.from(publicKey, 'base64'),
    format: 'der',
    type: 'spki',
  });
  const sealed = publicEncrypt(
    { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    randomBytes(32),
  );
  return { keyId, importToken, encryptedKeyMaterial: sealed.toString('base64') };
}

const integrityOf = (dataDir: string) => {
  const database = new Database(join(dataDir, 'keywright.db'), { readonly: true });
  try {
    return database.pragma('integrity_check', { simple: true });
  } finally {
    database.close();
  }
};

/** A server at work: keys that it has acknowledged, and how to ask it for everything that writes, or reads. */
async function atWork(kms: Kms) {
  const account = await kms.addAccount();
  const { keyId = '' } = (await callSurface('rpc', kms, account, 'CreateKey')).answer;
  const { ciphertextBlob = '' } = (
    await callSurface('rpc', kms, account, 'Encrypt', { keyId, plaintext: 'eA==' })
  ).answer;
  const material = await materialFor(kms, account);
  const writesBy = (surface: Surface) => [
    callSurface(surface, kms, account, 'CreateKey'),
    callSurface(surface, kms, account, 'Encrypt', { keyId, plaintext: 'eA==' }),
    callSurface(surface, kms, account, 'Decrypt', { ciphertextBlob }),
    callSurface(surface, kms, account, 'ImportKeyMaterial', material),
  ];
  const write = (): Promise<SurfaceAnswer[]> => Promise.all(SURFACES.flatMap(writesBy));
  const read = () =>
    Promise.all(
      SURFACES.map((surface) => callSurface(surface, kms, account, 'DescribeKey', { keyId })),
    );
  const stateOfImport = async () =>
    (await callSurface('graphql', kms, account, 'DescribeKey', { keyId: material.keyId })).answer
      .keyState;
  return { account, keyId, write, read, stateOfImport };
}

describe.runIf(mountable)('A disk that is full', () => {
  it('is answered with 503, nothing half written, while reads go on; with room again all is as before', async () => {
    using disk = mountSmallDisk(8 * MEGABYTE);
    const dataDir = dataDirOn(disk);
    await using kms = await startKms({ dataDir });
    const { account, write, read, stateOfImport } = await atWork(kms);
    const before = await inventory(kms, account);
    disk.fill();
    for (const answer of await write()) expect(answer).toMatchObject(nothingDone);
    for (const answer of await read()) expect(answer).toMatchObject(done);
    expect(await inventory(kms, account)).toEqual(before);
    expect(await stateOfImport()).toBe('PendingImport');

    disk.free();
    for (const answer of await write()) expect(answer).toMatchObject(done);
    expect(await inventory(kms, account)).toMatchObject({
      keys: before.keys + 2,
      audited: before.audited + 2,
    });
    expect(await stateOfImport()).toBe('Enabled');
    expect(integrityOf(dataDir)).toBe('ok');
  });

  it('takes no key back that was acknowledged while it filled up', async () => {
    using disk = mountSmallDisk(8 * MEGABYTE);
    const dataDir = dataDirOn(disk);
    await using kms = await startKms({ dataDir });
    const account = await kms.addAccount();
    disk.fill(5 * MEGABYTE); // the log is written back into the file before it is over
    const acknowledged: string[] = [];
    const callers = Array.from({ length: 16 }, async (_, index) => {
      for (;;) {
        const response = await callSurface(
          SURFACES[index % 2 === 0 ? 0 : 1],
          kms,
          account,
          'CreateKey',
        );
        if (response.code !== 'Done') return response;
        acknowledged.push(String(response.answer.keyId));
      }
    });
    for (const refusal of await Promise.all(callers)) expect(refusal).toMatchObject(UNAVAILABLE);
    expect(await inventory(kms, account)).toEqual(made(acknowledged.length));
    disk.free();
    expect(await callSurface('rpc', kms, account, 'CreateKey')).toMatchObject(done);
    await kms[Symbol.asyncDispose]();
    await using again = await startKms({ dataDir });
    const rows = await again.store.db.key.findMany({
      where: { accountId: account.accountId },
      select: { id: true },
    });
    expect(acknowledged.filter((keyId) => !rows.some(({ id }) => id === keyId))).toEqual([]);
    expect(integrityOf(dataDir)).toBe('ok');
  });

  it('stops a start with an error message; the next start continues there when there is room', async () => {
    using disk = mountSmallDisk(2 * MEGABYTE);
    const config = readConfig({ KEYWRIGHT_DATA_DIR: join(disk.folder, 'data'), PORT: '0' });
    const first = await startWithMoreAndMoreRoom(disk, config);
    disk.free();
    const { id } = await first.store.db.accessKey.findFirstOrThrow();
    await first[Symbol.asyncDispose]();
    await using second = await startWithMoreAndMoreRoom(disk, config); // of a database that is there
    expect(await second.store.db.accessKey.findMany({ select: { id: true } })).toEqual([{ id }]);
  });
});

describe.runIf(mountable)('A start that cannot write', () => {
  it.each([
    ['on a disk that is full', (disk: SmallDisk) => disk.fill()],
    ['on a disk that is read-only', (disk: SmallDisk) => disk.remount('ro')],
  ])('%s fails with an error message, and works again when there is room', async (_name, spoil) => {
    using disk = mountSmallDisk(2 * MEGABYTE);
    const settings = { KEYWRIGHT_DATA_DIR: join(disk.folder, 'data') };
    spoil(disk);
    const { code, stderr } = await runScript('src/main.ts', settings);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Keywright cannot start\. The (folder|database) [^\n]+\n$/);
    disk.remount('rw');
    disk.free();
    await (await startProcess(settings)).kill('SIGTERM');
  });

  it('to a database that is there, and has become read-only, harms nothing', async () => {
    using disk = mountSmallDisk(4 * MEGABYTE);
    const dataDir = dataDirOn(disk);
    const before = await startKms({ dataDir });
    const account = await before.addAccount();
    const key = await caller('rpc', before, account).createKey();
    await before[Symbol.asyncDispose]();
    disk.remount('ro');
    const { code, stderr } = await runScript('src/main.ts', { KEYWRIGHT_DATA_DIR: dataDir });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^Keywright cannot start\. The database [^\n]+\n$/),
    ]);
    disk.remount('rw');
    await using after = await startKms({ dataDir });
    expect(await caller('rpc', after, account).describeKey(key.keyId)).toEqual(key);
    expect(integrityOf(dataDir)).toBe('ok');
  });
});

describe('A database that may no longer be written', () => {
  it('is answered with 503 while reads go on, and is written again when it may be', async () => {
    // The kernel lets nobody remount what is open for writing; SQLite says SQLITE_READONLY by this pragma as well.
    using connect = vi.spyOn(PrismaBetterSqlite3.prototype, 'connect');
    await using kms = await startKms();
    const connections = (await Promise.all(
      connect.mock.results.map(({ value }) => value),
    )) as SqlDriverAdapter[];
    const setReadOnly = (how: 'ON' | 'OFF') =>
      Promise.all(
        connections.map((connection) => connection.executeScript(`PRAGMA query_only=${how}`)),
      );
    const { account, write, read } = await atWork(kms);
    const before = await inventory(kms, account);
    await setReadOnly('ON');
    for (const answer of await write()) expect(answer).toMatchObject(nothingDone);
    for (const answer of await read()) expect(answer).toMatchObject(done);
    expect(await inventory(kms, account)).toEqual(before);
    await setReadOnly('OFF');
    for (const answer of await write()) expect(answer).toMatchObject(done);
  });
});
