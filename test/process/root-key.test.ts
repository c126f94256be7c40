import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '#config/config.ts';
import { Materials } from '#keyring/materials.ts';
import { RootKeyError } from '#root-key/providers/provider.ts';
import { rootKeyProviders } from '#root-key/providers/source.ts';
import { openKeyring } from '#root-key/root-keys.ts';
import { rotateRootKey } from '#root-key/rotate.ts';
import type { Rotation } from '#root-key/rotation.ts';
import { attachStore } from '#store/open-store.ts';
import type { Store } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';
import { verifyKeyring } from '#verify/verify-keyring.ts';
import { caller, refusalOf, SURFACES } from '../support/caller.ts';
import {
  databaseSettings,
  onPostgresql,
  onSqlite,
  readDatabase,
  writeDatabase,
} from '../support/database.ts';
import { rawRequest } from '../support/http.ts';
import { importMaterial } from '../support/imports.ts';
import { beforeNextCommit } from '../support/interleave.ts';
import {
  type Credential,
  type Kms,
  type KmsOptions,
  makeDataDir,
  runJobs,
  startKms as start,
} from '../support/kms.ts';
import { runScript } from '../support/process.ts';

const accessKey = {
  KEYWRIGHT_ACCESS_KEY_ID: 'rotation',
  KEYWRIGHT_ACCESS_KEY_SECRET: 'the-secret-of-the-rotation',
};
const account: Credential = {
  accountId: '',
  id: 'rotation',
  secret: accessKey.KEYWRIGHT_ACCESS_KEY_SECRET,
};

const started = new Map<string, Kms[]>();

async function startKms(options: KmsOptions & { readonly dataDir: string }): Promise<Kms> {
  const kms = await start(options);
  started.set(options.dataDir, [...(started.get(options.dataDir) ?? []), kms]);
  return kms;
}

/** Lets the servers of a folder look at the root keys now, instead of every two seconds. One that has stopped cannot. */
async function letServersLook(dataDir: string): Promise<void> {
  for (const kms of started.get(dataDir) ?? [])
    await runJobs(kms, 'watch-root-keys').catch(() => {});
}

/** A folder, and the settings with its root key and the next one. */
async function prepare() {
  const dataDir = makeDataDir();
  const base: Record<string, string> = { ...accessKey, ...(await databaseSettings(dataDir)) };
  const current = onPostgresql ? String(base.KEYWRIGHT_ROOT_KEY_FILE) : fileIn(dataDir, 'current');
  const both = {
    ...base,
    KEYWRIGHT_ROOT_KEY_FILE: current,
    KEYWRIGHT_NEXT_ROOT_KEY_FILE: fileIn(dataDir, 'next'),
  };
  const { KEYWRIGHT_NEXT_ROOT_KEY_FILE: next, ...onlyCurrent } = both;
  return {
    dataDir,
    onlyCurrent,
    both,
    onlyNext: { ...onlyCurrent, KEYWRIGHT_ROOT_KEY_FILE: String(next) },
  };
}

function fileIn(dataDir: string, name: string): string {
  const file = join(dataDir, `root-key-${name}`);
  writeFileSync(file, randomBytes(32).toString('base64'));
  return file;
}

/** Keys of every kind, one whose imported material is away among them, and what was sealed with them. */
async function fill(kms: Kms, count: number) {
  const as = caller('rpc', kms, account);
  const keys = await Promise.all(Array.from({ length: count }, () => as.createKey()));
  await as.createKey({ origin: 'EXTERNAL' });
  return Promise.all(
    keys.map(
      async ({ keyId }) => (await as.encrypt(keyId, Buffer.from(keyId))).ciphertextBlob ?? '',
    ),
  );
}

const opened = async (kms: Kms, blobs: readonly string[]) =>
  (await Promise.all(blobs.map((blob) => caller('graphql', kms, account).decrypt(blob)))).map(
    String,
  );

/** The rotation as the command runs it, with a word in each step. */
async function rotate(
  dataDir: string,
  settings: Readonly<Record<string, string>>,
  options: Partial<Rotation> = {},
  through: (store: Store) => Store = (store) => store,
): Promise<string[]> {
  const config = readConfig({ KEYWRIGHT_DATA_DIR: dataDir, ...settings });
  const providers = rootKeyProviders(dataDir, config.rootKey, config.nextRootKey);
  await using store = await attachStore({ ...config, report: () => {} });
  using keyring = await openKeyring(await store.db.rootKey.findMany(), providers);
  const { accountId } = await store.db.deployment.findFirstOrThrow();
  const steps: string[] = [];
  await rotateRootKey({
    store: through(store),
    keyring,
    providers,
    accountId,
    clock: () => new Date(),
    pause: () => letServersLook(dataDir),
    verify: async (under) => {
      expect((await verifyKeyring(store.db, keyring, { under })).problems).toEqual([]);
      steps.push('verified');
    },
    progress: {
      staged: () => steps.push('staged'),
      waiting: (_replicas, what) => steps.at(-1) !== what && steps.push(what),
      promoted: () => steps.push('promoted'),
      renewed: () => steps.at(-1) !== 'renewed' && steps.push('renewed'),
      retired: () => steps.push('retired'),
    },
    ...options,
  });
  return steps;
}

const states = async (dataDir: string) =>
  (
    await readDatabase<{ state: string }>(
      dataDir,
      `SELECT "state" FROM "RootKey" ORDER BY "createdAt"`,
    )
  ).map(({ state }) => state);

describe('A rotation of the root key', () => {
  it('goes on beside servers that serve, and leaves nothing under the old one', async () => {
    const { dataDir, both, onlyCurrent, onlyNext } = await prepare();
    const kms = await startKms({ dataDir, settings: both });
    const servers = onPostgresql ? [kms, await startKms({ dataDir, settings: both })] : [kms];
    const blobs = await fill(kms, 30);
    let rotated = false;
    const rotating = rotate(dataDir, both).finally(() => (rotated = true));
    const made: string[] = [];
    while (!rotated) {
      for (const server of servers) {
        const as = caller('rpc', server, account);
        const { keyId } = await as.createKey();
        made.push((await as.encrypt(keyId, Buffer.from(keyId))).ciphertextBlob ?? '');
      }
    }
    const steps = await rotating;
    expect(steps.filter((step) => !/root key|wrap under/.test(step))).toEqual([
      'staged',
      'promoted',
      'renewed',
      'verified',
      'retired',
    ]);
    expect(await states(dataDir)).toEqual(['current']);
    for (const server of servers) {
      expect(new Set(await opened(server, [...blobs, ...made])).size).toBe(
        blobs.length + made.length,
      );
      server.services.materials.clear(); // so that the values of the database are opened again
      await opened(server, blobs);
      await server[Symbol.asyncDispose]();
    }
    await expect(startKms({ dataDir, settings: onlyCurrent })).rejects.toThrow(
      /is not the one of this database/,
    );
    await using after = await startKms({ dataDir, settings: onlyNext });
    await opened(after, [...blobs, ...made]);
  });

  it('rewraps key pairs, all their versions, which sign and decrypt as before', async () => {
    const { dataDir, both, onlyNext } = await prepare();
    const kms = await startKms({ dataDir, settings: both });
    const as = caller('rpc', kms, account);
    const { keyId } = await as.createKey({ keySpec: 'EC_P256' });
    await as.act('CreateKeyVersion', { keyId });
    const { keyId: encrypting } = await as.createKey({ keySpec: 'RSA_2048' });
    const [{ keyVersionId = '' } = {}] = await as.listVersions(encrypting);
    const pair = { keyId: encrypting, keyVersionId, algorithm: 'RSAES_OAEP_SHA_256' };
    const { ciphertextBlob = '' } = await as.act('AsymmetricEncrypt', {
      ...pair,
      plaintext: Buffer.from('kept'),
    });
    const versions = await as.listVersions(keyId);
    const pems = await Promise.all(
      versions.map((version) => as.publicKey(keyId, version.keyVersionId)),
    );
    await rotate(dataDir, both);
    await kms[Symbol.asyncDispose]();
    await using after = await startKms({ dataDir, settings: onlyNext });
    const again = caller('graphql', after, account);
    expect(
      await Promise.all(versions.map((version) => again.publicKey(keyId, version.keyVersionId))),
    ).toEqual(pems);
    const { plaintext = '' } = await again.act('AsymmetricDecrypt', {
      ...pair,
      ciphertextBlob: Buffer.from(ciphertextBlob, 'base64'),
    });
    expect(Buffer.from(plaintext, 'base64').toString()).toBe('kept');
  });

  it('that was stopped in any of its steps is gone on with, and loses nothing', async () => {
    for (const stopAt of ['staged', 'promoted', 'renewed', 'verified'] as const) {
      const { dataDir, both, onlyNext } = await prepare();
      const first = await startKms({ dataDir, settings: both });
      const blobs = await fill(first, 5);
      await first[Symbol.asyncDispose]();
      const dies = () => {
        throw new Error(`killed when it had ${stopAt}`);
      };
      const silent = { staged() {}, waiting() {}, promoted() {}, renewed() {}, retired() {} };
      const options: Partial<Rotation> =
        stopAt === 'verified' ? { verify: dies } : { progress: { ...silent, [stopAt]: dies } };
      await expect(rotate(dataDir, both, options)).rejects.toThrow('killed');
      // A server that starts in the middle opens everything, and what it makes is kept too.
      const between = await startKms({ dataDir, settings: both });
      blobs.push(...(await fill(between, 2)));
      expect(new Set(await opened(between, blobs)).size).toBe(7);
      await between[Symbol.asyncDispose]();
      await rotate(dataDir, both);
      expect([stopAt, await states(dataDir)]).toEqual([stopAt, ['current']]);
      await using after = await startKms({ dataDir, settings: onlyNext });
      expect(new Set(await opened(after, blobs)).size).toBe(7);
    }
  });

  it('lets no server start without the next root key, nor without the old one while anything is under it', async () => {
    const { dataDir, both, onlyCurrent, onlyNext } = await prepare();
    await (await startKms({ dataDir, settings: both }))[Symbol.asyncDispose]();
    const dies = () => {
      throw new Error('killed');
    };
    const silent = { staged() {}, waiting() {}, promoted() {}, renewed() {}, retired() {} };
    await expect(rotate(dataDir, both, { progress: { ...silent, staged: dies } })).rejects.toThrow(
      'killed',
    );
    await expect(startKms({ dataDir, settings: onlyCurrent })).rejects.toThrow(
      /is being rotated, and this server does not have the next one/,
    );
    await expect(
      rotate(dataDir, both, { progress: { ...silent, promoted: dies } }),
    ).rejects.toThrow('killed');
    await expect(startKms({ dataDir, settings: onlyNext })).rejects.toThrow(
      /is being rotated, and this server does not have the old one/,
    );
    await (await startKms({ dataDir, settings: both }))[Symbol.asyncDispose]();
  });

  it('waits for a server that lacks the next root key, which goes on serving', async () => {
    const { dataDir, both, onlyCurrent } = await prepare();
    await using late = await startKms({ dataDir, settings: onlyCurrent });
    const blobs = await fill(late, 3);
    let asked = 0;
    const gaveUp = () => {
      asked += 1;
      if (asked > 3) throw new Error('it waits still');
      return Promise.resolve();
    };
    await expect(rotate(dataDir, both, { pause: gaveUp })).rejects.toThrow('it waits still');
    expect(await states(dataDir)).toEqual(['current', 'next']);
    expect(
      new Set([...(await opened(late, blobs)), ...(await opened(late, await fill(late, 2)))]).size,
    ).toBe(5);
  });

  it('leaves material as it is that is deleted, or imported, between its read and its commit', async () => {
    const { dataDir, both } = await prepare();
    await using kms = await startKms({ dataDir, settings: both });
    const as = caller('rpc', kms, account);
    const material = randomBytes(32);
    const { keyId: deleted } = await as.createKey({ origin: 'EXTERNAL' });
    const { keyId: imported } = await as.createKey({ origin: 'EXTERNAL' });
    for (const keyId of [deleted, imported]) await importMaterial(as, keyId, material);
    const { ciphertextBlob = '' } = await as.encrypt(imported, Buffer.from('kept'));
    await as.act('DeleteKeyMaterial', { keyId: imported });
    const meanwhile = (store: Store): Store => {
      const through = { ...store };
      const change = async () => {
        await as.act('DeleteKeyMaterial', { keyId: deleted });
        await importMaterial(as, imported, material);
      };
      beforeNextCommit(through, change, (writes) =>
        writes.some(({ verb, table }) => verb === 'update' && table !== TABLES.rootKey),
      );
      return through;
    };
    await rotate(dataDir, both, { verify: async () => {} }, meanwhile);
    expect(
      (await kms.store.db.keyVersion.findFirstOrThrow({ where: { keyId: deleted } }))
        .wrappedMaterial,
    ).toHaveLength(0);
    expect((await as.describeKey(deleted)).keyState).toBe('PendingImport');
    kms.services.materials.clear(); // so that the value of the database is opened
    expect((await as.decrypt(ciphertextBlob)).toString()).toBe('kept');
    expect(await states(dataDir)).toEqual(['current']);
  });

  it('does not retire a root key under which a late value has come', async () => {
    const { dataDir, both } = await prepare();
    await using kms = await startKms({ dataDir, settings: both });
    await fill(kms, 3);
    const [old] = await readDatabase<{ id: string }>(dataDir, `SELECT "id" FROM "RootKey"`);
    let late = true;
    const verify = async () => {
      if (!late) return;
      late = false;
      // What a request had wrapped before the step, and commits only now.
      const key = await kms.store.db.keyVersion.findFirstOrThrow();
      const held = kms.deployment.keyring;
      const current = held.currentId;
      held.wrapUnder(String(old?.id));
      await caller('rpc', kms, account).createKey();
      held.wrapUnder(current);
      expect(key.rootKeyId).toBe(current);
    };
    await rotate(dataDir, both, { verify });
    expect(await states(dataDir)).toEqual(['current']);
    expect(
      await readDatabase(
        dataDir,
        `SELECT count(*) AS n FROM "KeyVersion" WHERE "rootKeyId" = '${old?.id}'`,
      ),
    ).toMatchObject([{ n: onPostgresql ? '0' : 0 }]);
  });

  it('done twice at once is done once', async () => {
    const { dataDir, both, onlyNext } = await prepare();
    const kms = await startKms({ dataDir, settings: both });
    const blobs = await fill(kms, 20);
    await Promise.all([rotate(dataDir, both), rotate(dataDir, both)]);
    expect(await states(dataDir)).toEqual(['current']);
    await kms[Symbol.asyncDispose]();
    await using after = await startKms({ dataDir, settings: onlyNext });
    expect(new Set(await opened(after, blobs)).size).toBe(20);
  });

  it('stages nothing when another has ended since it looked', async () => {
    const { dataDir, both } = await prepare();
    await (await startKms({ dataDir, settings: both }))[Symbol.asyncDispose]();
    let first = true;
    const afterAnother = (store: Store): Store => ({
      ...store,
      exclusively: (work) => work(), // the other holds the lock meanwhile
      commit: async (writes) => {
        if (first) {
          first = false;
          await rotate(dataDir, both);
        }
        return store.commit(writes);
      },
    });
    expect(await rotate(dataDir, both, {}, afterAnother)).toEqual([]); // nothing was left to do
    expect(await states(dataDir)).toEqual(['current']);
  });

  it('serves requests that read a value under the old root key before it was retired, and then destroys that root key', async () => {
    const { dataDir, both } = await prepare();
    let now = new Date();
    await using kms = await startKms({ dataDir, settings: both, clock: () => now });
    const as = caller('rpc', kms, account);
    const { keyId } = await as.createKey();
    const { ciphertextBlob = '' } = await as.encrypt(keyId, Buffer.from('kept'));
    // A use whose value is read at once, and opened when the rotation is over.
    const { promise: opens, resolve: open } = Promise.withResolvers<void>();
    const { promise: read, resolve: hasRead } = Promise.withResolvers<void>();
    const { keyVersion } = kms.store.db;
    const findUnique = async (args: Parameters<typeof keyVersion.findUnique>[0]) => {
      const row = await keyVersion.findUnique(args);
      hasRead();
      await opens;
      return row;
    };
    const slow = { keyVersion: { findUnique } as unknown as typeof keyVersion };
    Object.assign(kms.services, { materials: new Materials(slow, kms.deployment.keyring) });
    const decrypted = as.decrypt(ciphertextBlob);
    await read;
    await rotate(dataDir, both);
    await letServersLook(dataDir);
    open();
    expect(String(await decrypted)).toBe('kept');
    now = new Date(now.getTime() + 60_000);
    await letServersLook(dataDir);
    expect(kms.deployment.keyring.ids).toEqual([kms.deployment.keyring.currentId]);
  });

  it('that has gone past a silent server leaves it unready, and its callers with 503', async () => {
    const { dataDir, both, onlyCurrent } = await prepare();
    await using late = await startKms({ dataDir, settings: onlyCurrent });
    const [blob = ''] = await fill(late, 1);
    late.services.materials.clear();
    // By the watch of the rotation a minute goes by with every look, and no word from the server.
    let now = Date.now();
    const pause = async () => {
      now += 61_000;
    };
    await rotate(dataDir, both, { clock: () => new Date(now), pause });
    await letServersLook(dataDir);
    expect((await rawRequest(late.url, { path: '/readyz' })).status).toBe(503);
    for (const surface of SURFACES) {
      const as = caller(surface, late, account);
      expect(await refusalOf(as.decrypt(blob))).toBe('ServiceUnavailableTemporary');
      expect(await refusalOf(as.createKey())).toBe('ServiceUnavailableTemporary');
    }
    late.deployment.accessKeys.clear();
    expect(await refusalOf(caller('rpc', late, account).regions())).toBe(
      'ServiceUnavailableTemporary',
    );
    expect((await rawRequest(late.url, { path: '/healthz' })).status).toBe(200);
  });

  it('to the root key in use is refused', async () => {
    const { dataDir, onlyCurrent } = await prepare();
    await (await startKms({ dataDir, settings: onlyCurrent }))[Symbol.asyncDispose]();
    const same = {
      ...onlyCurrent,
      KEYWRIGHT_NEXT_ROOT_KEY: readFileSync(String(onlyCurrent.KEYWRIGHT_ROOT_KEY_FILE), 'utf8'),
    };
    await expect(rotate(dataDir, same)).rejects.toThrow(/is already in use/);
    await expect(rotate(dataDir, onlyCurrent)).rejects.toThrow(RootKeyError);
    expect(await states(dataDir)).toEqual(['current']);
  });

  it('goes from a file to a passphrase', async () => {
    const { dataDir, onlyCurrent } = await prepare();
    const passphrase = 'correct horse battery staple';
    const both = { ...onlyCurrent, KEYWRIGHT_NEXT_ROOT_KEY_PASSPHRASE: passphrase };
    const kms = await startKms({ dataDir, settings: both });
    const blobs = await fill(kms, 3);
    await rotate(dataDir, both);
    await kms[Symbol.asyncDispose]();
    const { KEYWRIGHT_ROOT_KEY_FILE: _file, ...rest } = onlyCurrent;
    // On PostgreSQL the test's own settings name the file: a setting that is empty is none.
    const settings = {
      ...rest,
      KEYWRIGHT_ROOT_KEY_FILE: '',
      KEYWRIGHT_ROOT_KEY_PASSPHRASE: passphrase,
    };
    await using after = await startKms({ dataDir, settings });
    expect(new Set(await opened(after, blobs)).size).toBe(3);
  });
});

const SILENT_PROGRESS = { staged() {}, waiting() {}, promoted() {}, renewed() {}, retired() {} };

describe('A rotation that is cancelled', () => {
  const SILENT = SILENT_PROGRESS;
  const dies = () => {
    throw new Error('killed');
  };
  const command = (dataDir: string, settings: Readonly<Record<string, string>>, name: string) =>
    runScript('src/cli/root-key.ts', { KEYWRIGHT_DATA_DIR: dataDir, ...settings }, [name]);

  it('before it was promoted leaves nothing behind, although the next root key is lost', async () => {
    const { dataDir, both, onlyCurrent } = await prepare();
    const first = await startKms({ dataDir, settings: both });
    const blobs = await fill(first, 3);
    await first[Symbol.asyncDispose]();
    await expect(rotate(dataDir, both, { progress: { ...SILENT, staged: dies } })).rejects.toThrow(
      'killed',
    );
    rmSync(String(both.KEYWRIGHT_NEXT_ROOT_KEY_FILE));
    for (const settings of [both, onlyCurrent])
      await expect(startKms({ dataDir, settings })).rejects.toThrow(
        /cancel the rotation with "npm run root-key -- cancel"/,
      );
    expect((await command(dataDir, both, 'rotate')).stderr).toMatch(/npm run root-key -- cancel/);
    expect((await command(dataDir, onlyCurrent, 'status')).stdout).toMatch(
      /cancel it with "npm run root-key -- cancel"\.\n$/,
    );

    expect(await command(dataDir, onlyCurrent, 'cancel')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Cancelled: /),
      stderr: '',
    });
    expect(await states(dataDir)).toEqual(['current']);
    const again = await startKms({ dataDir, settings: onlyCurrent });
    expect(new Set(await opened(again, blobs)).size).toBe(3);
    await again[Symbol.asyncDispose]();
    fileIn(dataDir, 'next');
    expect(await rotate(dataDir, both)).toContain('retired');
    expect((await command(dataDir, onlyCurrent, 'cancel')).stderr).toMatch(
      /No root key rotation is in progress\.\n$/,
    );
  });

  it('beside a server that holds the next root key goes on with a third', async () => {
    const { dataDir, both, onlyCurrent } = await prepare();
    await using kms = await startKms({ dataDir, settings: both });
    const blobs = await fill(kms, 3);
    await expect(rotate(dataDir, both, { progress: { ...SILENT, staged: dies } })).rejects.toThrow(
      'killed',
    );
    await letServersLook(dataDir);
    expect(kms.deployment.keyring.ids).toHaveLength(2);
    expect((await command(dataDir, onlyCurrent, 'cancel')).code).toBe(0);
    blobs.push(...(await fill(kms, 2)));
    kms.services.materials.clear();
    expect(new Set(await opened(kms, blobs)).size).toBe(5);
    expect(await states(dataDir)).toEqual(['current']);
  });

  it('after it was promoted is not cancelled, nor while it is being promoted', async () => {
    const { dataDir, both } = await prepare();
    await (await startKms({ dataDir, settings: both }))[Symbol.asyncDispose]();
    const cancelledMeanwhile = (store: Store): Store => ({
      ...store,
      commit: async (writes) => {
        if (
          writes.filter(({ verb, table }) => verb === 'update' && table === TABLES.rootKey)
            .length === 2
        )
          expect((await command(dataDir, both, 'cancel')).code).toBe(0);
        return store.commit(writes);
      },
    });
    await expect(rotate(dataDir, both, {}, cancelledMeanwhile)).rejects.toThrow(
      'The rotation was cancelled. Nothing has changed.',
    );
    expect(await states(dataDir)).toEqual(['current']);
    await expect(
      rotate(dataDir, both, { progress: { ...SILENT, promoted: dies } }),
    ).rejects.toThrow('killed');
    const { code, stderr } = await command(dataDir, both, 'cancel');
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(
        /already in use.*Finish the rotation with "npm run root-key -- rotate"\.\n$/,
      ),
    ]);
    expect(await states(dataDir)).toEqual(['old', 'current']);
  });
});

describe('A restored backup from before a rotation', () => {
  it.runIf(onSqlite)(
    'needs a root key that is kept in the folder, and the start names its file',
    async () => {
      const dataDir = makeDataDir();
      const settings = { KEYWRIGHT_DATA_DIR: dataDir, ...accessKey };
      const kms = await startKms({ dataDir, settings: accessKey });
      const blobs = await fill(kms, 2);
      const backups = [join(dataDir, 'first.db'), join(dataDir, 'second.db')];
      for (const backup of backups) {
        expect((await runScript('src/cli/backup.ts', settings, [backup])).code).toBe(0);
        expect((await runScript('src/cli/root-key.ts', settings, ['rotate'])).code).toBe(0);
      }
      await kms[Symbol.asyncDispose]();
      for (const [index, backup] of backups.entries()) {
        expect((await runScript('src/cli/restore.ts', settings, [backup])).code).toBe(0);
        const file = join(dataDir, `root-key.retired-${index + 1}`);
        await expect(startKms({ dataDir, settings: accessKey })).rejects.toThrow(
          `Set KEYWRIGHT_ROOT_KEY_FILE=${file}.`,
        );
        await using after = await startKms({
          dataDir,
          settings: { ...accessKey, KEYWRIGHT_ROOT_KEY_FILE: file },
        });
        expect(new Set(await opened(after, blobs)).size).toBe(2);
      }
    },
  );
});

describe('What a rotation tells', () => {
  it('names servers as people do, in its progress, its status and their logs', async () => {
    const { dataDir, both, onlyCurrent } = await prepare();
    const lines: Record<string, unknown>[] = [];
    const log = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
    await using late = await startKms({
      dataDir,
      settings: { ...onlyCurrent, KEYWRIGHT_REPLICA_NAME: 'blue-1' },
      log,
    });
    const waitedFor: string[] = [];
    const gaveUp = async () => {
      throw new Error('it waits still');
    };
    const progress = {
      ...SILENT_PROGRESS,
      waiting: (replicas: readonly { name: string }[]) =>
        void waitedFor.push(...replicas.map(({ name }) => name)),
    };
    await expect(rotate(dataDir, both, { progress, pause: gaveUp })).rejects.toThrow(
      'it waits still',
    );
    expect(waitedFor).toEqual(['blue-1']);
    expect(
      (await runScript('src/cli/root-key.ts', { KEYWRIGHT_DATA_DIR: dataDir, ...both }, ['status']))
        .stdout,
    ).toMatch(/^server +blue-1 +seen/m);
    await late[Symbol.asyncDispose]();

    await using kms = await startKms({
      dataDir,
      settings: { ...both, KEYWRIGHT_REPLICA_NAME: 'green' },
      log,
    });
    await rotate(dataDir, both);
    const current = (await readDatabase<{ id: string }>(dataDir, `SELECT "id" FROM "RootKey"`))[0]
      ?.id;
    await letServersLook(dataDir);
    expect(kms.deployment.keyring.currentId).toBe(current);
    expect(
      lines
        .filter(({ msg }) => msg === 'root key rotation')
        .map(({ step, rootKeyId }) => [step, rootKeyId]),
    ).toContainEqual(['wraps under', current]);
  });
});

describe('npm run root-key', () => {
  it.runIf(onSqlite)(
    'rotates the data folder’s own root key beside a running server, and needs no settings',
    async () => {
      const dataDir = makeDataDir();
      const settings = { KEYWRIGHT_DATA_DIR: dataDir, ...accessKey };
      const kms = await startKms({ dataDir, settings: accessKey });
      const blobs = await fill(kms, 3);
      const before = readFileSync(join(dataDir, 'root-key'), 'utf8');
      expect((await runScript('src/cli/root-key.ts', settings, ['status'])).stdout).toMatch(
        /^current .*9 values\n.*wraps under.*\nNo rotation is in progress\.\n$/s,
      );
      const { code, stdout, stderr } = await runScript('src/cli/root-key.ts', settings, ['rotate']);
      expect([code, stdout]).toEqual([
        0,
        expect.stringMatching(/^Done\. The root key is in .*root-key\./),
      ]);
      expect(stderr).toMatch(
        /Staged the next root key.*Promoted.*Renewed 9\..*no problems.*Retired/s,
      );
      expect(readFileSync(join(dataDir, 'root-key.retired-1'), 'utf8')).toBe(before);
      expect(readFileSync(join(dataDir, 'root-key'), 'utf8')).not.toBe(before);
      expect(existsSync(join(dataDir, 'root-key.next'))).toBe(false);
      expect((await runScript('src/cli/root-key.ts', settings, ['verify'])).stdout).toMatch(
        /3 versions opened.*no problems/,
      );
      expect(new Set(await opened(kms, blobs)).size).toBe(3);
      await kms[Symbol.asyncDispose]();
      await using after = await startKms({ dataDir, settings: accessKey });
      expect(new Set(await opened(after, blobs)).size).toBe(3);
      expect((await runScript('src/cli/root-key.ts', settings, ['rotate'])).code).toBe(0);
      expect(existsSync(join(dataDir, 'root-key.retired-2'))).toBe(true);
    },
  );

  it.runIf(onSqlite)(
    'leaves nothing on the disk of what was wrapped under the old root key, beside a running server',
    async () => {
      const dataDir = makeDataDir();
      // Time stands still: otherwise the server reports itself now and then, and while it writes the log cannot be emptied.
      const now = new Date();
      await using kms = await startKms({ dataDir, settings: accessKey, clock: () => now });
      await fill(kms, 3);
      const versions = await kms.store.db.keyVersion.findMany();
      const accessKeys = await kms.store.db.accessKey.findMany();
      const wrapped = [
        ...versions.map(({ wrappedMaterial }) => wrappedMaterial),
        ...accessKeys.map(({ sealedSecret }) => sealedSecret),
      ];
      const onDisk = () => {
        const files = ['keywright.db', 'keywright.db-wal'].map((name) =>
          readFileSync(join(dataDir, name)),
        );
        return wrapped.filter((value) => files.some((file) => file.includes(value)));
      };
      expect([wrapped.length, onDisk().length]).toEqual([4, 4]);
      expect(
        (
          await runScript('src/cli/root-key.ts', { KEYWRIGHT_DATA_DIR: dataDir, ...accessKey }, [
            'rotate',
          ])
        ).code,
      ).toBe(0);
      expect(onDisk()).toEqual([]);
    },
  );

  it.runIf(onSqlite)('finds a key pair that is damaged', async () => {
    const dataDir = makeDataDir();
    const settings = { KEYWRIGHT_DATA_DIR: dataDir, ...accessKey };
    await using kms = await startKms({ dataDir, settings: accessKey });
    const as = caller('rpc', kms, account);
    const { keyId } = await as.createKey({ keySpec: 'EC_P256' });
    const { keyId: whole } = await as.createKey({ keySpec: 'EC_P256K' });
    const verify = async () =>
      (await runScript('src/cli/root-key.ts', settings, ['verify'])).stdout;
    expect(await verify()).toMatch(/2 versions opened, 2 canaries.*no problems/);
    await writeDatabase(
      dataDir,
      `UPDATE "KeyVersion" SET "wrappedMaterial" = x'0102' WHERE "keyId" = '${keyId}'`,
    );
    expect(await verify()).toMatch(
      new RegExp(`1 problem:\\nkey ${keyId}: the material of version .* does not open`),
    );
    await writeDatabase(dataDir, `DELETE FROM "KeyVersion" WHERE "keyId" = '${whole}'`);
    expect(await verify()).toContain(`key ${whole}: its state is Enabled, and it has no material`);
  });

  it('prints its usage, and exits with an error message if it fails', async () => {
    const dataDir = makeDataDir();
    expect(
      await runScript('src/cli/root-key.ts', { KEYWRIGHT_DATA_DIR: dataDir }, ['turn']),
    ).toMatchObject({
      code: 2,
      stderr: 'Usage: npm run root-key -- status | rotate | cancel | verify\n',
    });
    const empty = makeDataDir({ migrated: false });
    const { code, stderr } = await runScript('src/cli/root-key.ts', { KEYWRIGHT_DATA_DIR: empty }, [
      'status',
    ]);
    expect([code, stderr]).toEqual([
      1,
      'The command status failed. There is no database yet. Run npm start to create it.\n',
    ]);
  });
});
