import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import type { KeyState } from '#domain/key-state.ts';
import { materialContext } from '#keyring/wrap-contexts.ts';
import { insertRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import {
  type Caller,
  caller,
  outcomeOf,
  refusalOf,
  SURFACES,
  type Surface,
} from '../support/caller.ts';
import { onPostgresql, writeDatabase } from '../support/database.ts';
import { importMaterial } from '../support/imports.ts';
import { beforeNextCommit } from '../support/interleave.ts';
import { type Kms, sharedKms } from '../support/kms.ts';
import { changeKey } from '../support/writes.ts';

/** A key that has material and has been used, whatever its state is afterwards. */
interface Subject {
  readonly keyId: string;
  readonly importInput: Readonly<Record<string, unknown>>;
}

/** An EXTERNAL key, since those can be in every state. */
async function subjectIn(
  state: KeyState,
  kms: Kms,
  as: Caller,
  operation?: string,
): Promise<Subject> {
  const { keyId, creator } = await as.createKey({ origin: 'EXTERNAL' });
  // An import makes an RSA key, which takes longer than all the rest.
  const importInput =
    operation === 'ImportKeyMaterial' ? await importMaterial(as, keyId, randomBytes(32)) : {};
  if (operation !== 'ImportKeyMaterial') await putMaterial(kms, creator, keyId);
  await put(kms, keyId, state);
  return { keyId, importInput };
}

/** Material as an import leaves it. */
async function putMaterial(
  { store, deployment }: Kms,
  accountId: string,
  keyId: string,
): Promise<void> {
  const id = uuidv7();
  const { bytes: wrappedMaterial, rootKeyId } = deployment.keyring.wrap(
    materialContext(accountId, id),
    randomBytes(32),
  );
  await store.commit([
    insertRow(TABLES.keyVersion, {
      id,
      accountId,
      keyId,
      wrappedMaterial,
      rootKeyId,
      createdAt: new Date(),
    }),
    changeKey(keyId, 1, { state: 'Enabled', primaryVersionId: id }),
  ]);
}

const D = 'Rejected.Disabled';
const PD = 'Rejected.PendingDeletion';
const PI = 'Rejected.PendingImport';
const SMF = 'Rejected.StateModifiedFailed';

async function put(kms: Kms, keyId: string, state: KeyState): Promise<void> {
  const { revision } = await kms.store.db.key.findUniqueOrThrow({ where: { id: keyId } });
  const deleteDate = state === 'PendingDeletion' ? new Date(Date.now() + 86_400_000) : null;
  await kms.store.commit([changeKey(keyId, revision, { state, deleteDate })]);
}

async function setUp(surface: Surface) {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  return { kms, account, as: caller(surface, kms, account) };
}

describe.each(SURFACES)('By %s', (surface) => {
  it('moves an alias away from a key that is to be destroyed', async () => {
    const { kms, as } = await setUp(surface);
    const aliasName = 'alias/moved';
    const { keyId } = await as.createKey();
    await as.act('CreateAlias', { keyId, aliasName });
    await put(kms, keyId, 'PendingDeletion');
    const { keyId: next } = await as.createKey();
    await as.act('UpdateAlias', { keyId: next, aliasName });
    expect((await as.describeKey(aliasName)).keyId).toBe(next);
    expect(await as.listAliases(keyId)).toEqual([]);
  });

  it.each([
    ['EnableKey', 'Disabled', 'Enabled'],
    ['DisableKey', 'Enabled', 'Disabled'],
    ['ScheduleKeyDeletion', 'Disabled', 'PendingDeletion'],
    ['CancelKeyDeletion', 'PendingDeletion', 'Enabled'],
    ['DeleteKeyMaterial', 'Enabled', 'PendingImport'],
    ['DeleteKeyMaterial', 'PendingDeletion', 'PendingDeletion'],
    ['ImportKeyMaterial', 'PendingImport', 'Enabled'],
    ['ImportKeyMaterial', 'Disabled', 'Disabled'],
  ] as const)('%s leads from %s to %s', async (operation, from, to) => {
    const { kms, as } = await setUp(surface);
    const subject = await subjectIn(from, kms, as, operation);
    await as.act(
      operation,
      operation === 'ImportKeyMaterial' ? subject.importInput : { keyId: subject.keyId },
    );
    expect((await as.describeKey(subject.keyId)).keyState).toBe(to);
  });

  it('a key that was kept without material waits for it', async () => {
    const { as } = await setUp(surface);
    const { keyId } = await as.createKey({ origin: 'EXTERNAL' });
    await as.act('ScheduleKeyDeletion', { keyId });
    await as.act('CancelKeyDeletion', { keyId });
    expect(await as.describeKey(keyId)).toMatchObject({
      keyState: 'PendingImport',
      deleteDate: null,
    });
  });

  it('a key whose material was deleted while it was to be destroyed waits for it when it is kept', async () => {
    const { as } = await setUp(surface);
    const { keyId } = await as.createKey({ origin: 'EXTERNAL' });
    const material = randomBytes(32);
    await importMaterial(as, keyId, material);
    const { ciphertextBlob = '' } = await as.encrypt(keyId, Buffer.from('kept'));
    await as.act('ScheduleKeyDeletion', { keyId });
    await as.act('DeleteKeyMaterial', { keyId });
    await as.act('CancelKeyDeletion', { keyId });
    expect(await as.describeKey(keyId)).toMatchObject({
      keyState: 'PendingImport',
      deleteDate: null,
    });
    expect(await refusalOf(as.decrypt(ciphertextBlob))).toBe(PI);
    expect(await refusalOf(as.encrypt(keyId, Buffer.from('x')))).toBe(PI);
    await importMaterial(as, keyId, material);
    expect((await as.describeKey(keyId)).keyState).toBe('Enabled');
    expect((await as.decrypt(ciphertextBlob)).toString()).toBe('kept');
  });

  it('a key whose material is deleted between the read and the commit of its cancellation waits for it', async () => {
    const { kms, as } = await setUp(surface);
    const { keyId } = await subjectIn('PendingDeletion', kms, as);
    beforeNextCommit(kms.services, () => as.act('DeleteKeyMaterial', { keyId }));
    await as.act('CancelKeyDeletion', { keyId });
    expect(await as.describeKey(keyId)).toMatchObject({
      keyState: 'PendingImport',
      deleteDate: null,
    });
  });

  it('a key whose material another replica has deleted waits for it, although this one still has it in memory', async () => {
    const { kms, as } = await setUp(surface);
    const { keyId } = await as.createKey({ origin: 'EXTERNAL' });
    await importMaterial(as, keyId, randomBytes(32));
    await as.encrypt(keyId, Buffer.from('x')); // from now on it is in memory
    // What the other replica wrote, whose announcement has not come.
    await writeDatabase(
      kms.dataDir,
      `UPDATE "KeyVersion" SET "wrappedMaterial" = ${onPostgresql ? `'\\x'` : `x''`} WHERE "keyId" = '${keyId}';
      UPDATE "Key" SET "state" = 'PendingDeletion', "deleteDate" = '9999-01-01T00:00:00.000+00:00', "revision" = "revision" + 1 WHERE "id" = '${keyId}'`,
    );
    await as.act('CancelKeyDeletion', { keyId });
    expect(await as.describeKey(keyId)).toMatchObject({
      keyState: 'PendingImport',
      deleteDate: null,
    });
  });

  it('a disabled key stops at once, and opens its old blobs when it is enabled again', async () => {
    const { as } = await setUp(surface);
    const { keyId } = await as.createKey();
    const { ciphertextBlob = '' } = await as.encrypt(keyId, Buffer.from('kept'));
    await as.act('DisableKey', { keyId });
    expect(await refusalOf(as.decrypt(ciphertextBlob))).toBe(D);
    await as.act('EnableKey', { keyId });
    expect((await as.decrypt(ciphertextBlob)).toString()).toBe('kept');
  });

  it('a protected key is not scheduled for deletion, until the protection is lifted', async () => {
    const { kms, account, as } = await setUp(surface);
    const { keyId, arn } = await as.createKey();
    await as.act('SetDeletionProtection', {
      protectedResourceArn: arn,
      enableDeletionProtection: true,
      deletionProtectionDescription: 'payroll',
    });
    expect(await refusalOf(as.act('ScheduleKeyDeletion', { keyId }))).toBe(
      'Rejected.UnsupportedOperation',
    );
    expect((await as.describeKey(keyId)).keyState).toBe('Enabled');
    const row = await kms.store.db.key.findUniqueOrThrow({ where: { id: keyId } });
    expect(row).toMatchObject({
      deletionProtected: true,
      deletionProtectionDescription: 'payroll',
      accountId: account.accountId,
    });
    await as.act('SetDeletionProtection', { keyId, enableDeletionProtection: false });
    await as.act('ScheduleKeyDeletion', { keyId });
    expect((await as.describeKey(keyId)).keyState).toBe('PendingDeletion');
  });

  it.each([
    // The input type of GraphQL holds exactly one of the names.
    [
      { enableDeletionProtection: true },
      surface === 'rpc' ? 'MissingParameter' : 'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      { keyId: 'x', protectedResourceArn: 'x', enableDeletionProtection: true },
      surface === 'rpc' ? 'InvalidParameter' : 'GRAPHQL_VALIDATION_FAILED',
    ],
    [{ keyId: 'x', enableDeletionProtection: true }, 'Forbidden.KeyNotFound'],
    [{ keyId: 'alias/x', enableDeletionProtection: true }, 'Unsupported.Alias'],
  ])('SetDeletionProtection with %o is refused', async (input, code) => {
    const { as } = await setUp(surface);
    expect(await refusalOf(as.act('SetDeletionProtection', input))).toBe(code);
  });

  it('a reason for the protection is stored only when the protection is enabled', async () => {
    const { kms, as } = await setUp(surface);
    const { keyId } = await as.createKey();
    await as.act('SetDeletionProtection', {
      keyId,
      enableDeletionProtection: false,
      deletionProtectionDescription: 'x',
    });
    const row = await kms.store.db.key.findUniqueOrThrow({ where: { id: keyId } });
    expect(row).toMatchObject({ deletionProtected: false, deletionProtectionDescription: '' });
  });

  it.each([6, 367, 0, -7])(
    'ScheduleKeyDeletion refuses a window of %d days',
    async (pendingWindowInDays) => {
      const { as } = await setUp(surface);
      const { keyId } = await as.createKey();
      expect(await refusalOf(as.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays }))).toBe(
        'InvalidParameter',
      );
      expect((await as.describeKey(keyId)).keyState).toBe('Enabled');
    },
  );
});

describe('Racing transitions', () => {
  it('never leave a key both protected and scheduled: 200 times', async () => {
    const { as, kms } = await setUp('rpc');
    for (let round = 0; round < 200; round += 1) {
      const { keyId } = await as.createKey();
      const outcomes = await Promise.all([
        outcomeOf(as.act('SetDeletionProtection', { keyId, enableDeletionProtection: true })),
        outcomeOf(as.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 })),
      ]);
      const { deletionProtected, state } = await kms.store.db.key.findUniqueOrThrow({
        where: { id: keyId },
      });
      expect([deletionProtected, state === 'PendingDeletion'].filter(Boolean)).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1);
      expect(outcomes).toContain(deletionProtected ? 'Rejected.UnsupportedOperation' : PD);
    }
  });

  it('let one win, and give the other the state error', async () => {
    const { as } = await setUp('graphql');
    const { keyId } = await as.createKey();
    const schedule = () => outcomeOf(as.act('ScheduleKeyDeletion', { keyId }));
    expect((await Promise.all([schedule(), schedule()])).sort()).toEqual([SMF, 'ok']);
  });
});
