import { constants, createPublicKey, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { KEY_STATES, type KeyState } from '#domain/key-state.ts';
import { type Caller, caller, refusalOf, SURFACES, type Surface } from '../support/caller.ts';
import { type Kms, sharedKms } from '../support/kms.ts';
import type { MutationName } from '../support/mutations.ts';

const { publicKey: exportKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { format: 'der', type: 'spki' },
  privateKeyEncoding: { format: 'pem', type: 'pkcs8' },
});
const target = { publicKeyBlob: exportKey, wrappingKeySpec: 'RSA_2048', wrappingAlgorithm: 'RSAES_OAEP_SHA_256' };

/** A key that has material and has sealed something, whatever its state is afterwards. */
interface Subject {
  readonly keyId: string;
  readonly blob: string;
  readonly dataKeyBlob: string;
  readonly otherKeyId: string;
  readonly importInput: Readonly<Record<string, unknown>>;
}

async function importMaterial(as: Caller, keyId: string, material: Buffer): Promise<Readonly<Record<string, unknown>>> {
  const parameters = await as.act('GetParametersForImport', {
    keyId,
    wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
    wrappingKeySpec: 'RSA_2048',
  });
  const key = createPublicKey({ key: Buffer.from(String(parameters.publicKey), 'base64'), format: 'der', type: 'spki' });
  const encryptedKeyMaterial = publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, material);
  const input = { keyId, encryptedKeyMaterial, importToken: Buffer.from(String(parameters.importToken), 'base64') };
  await as.act('ImportKeyMaterial', input);
  return input;
}

/** An EXTERNAL key, since those can be in every state. */
async function subjectIn(state: KeyState, kms: Kms, as: Caller): Promise<Subject> {
  const { keyId } = await as.createKey({ origin: 'EXTERNAL' });
  const importInput = await importMaterial(as, keyId, randomBytes(32));
  const { keyId: otherKeyId } = await as.createKey();
  const { ciphertextBlob: blob = '' } = await as.encrypt(keyId, Buffer.from('x'));
  const { ciphertextBlob: dataKeyBlob = '' } = await as.act('GenerateDataKeyWithoutPlaintext', { keyId });
  const { revision } = await kms.store.db.key.findUniqueOrThrow({ where: { id: keyId } });
  const deleteDate = state === 'PendingDeletion' ? new Date(Date.now() + 86_400_000) : null;
  await kms.store.commit({ changes: [{ id: keyId, revision, to: { state, deleteDate } }] });
  return { keyId, blob, dataKeyBlob, otherKeyId, importInput };
}

const D = 'Rejected.Disabled';
const PD = 'Rejected.PendingDeletion';
const PI = 'Rejected.PendingImport';
const SMF = 'Rejected.StateModifiedFailed';

/** The published matrix (help page "Impacts of key states on API operations"), and by analogy what it does not list. */
const MATRIX: readonly [MutationName, (subject: Subject) => Readonly<Record<string, unknown>>, Readonly<Record<KeyState, string>>][] = [
  [
    'Encrypt',
    ({ keyId }) => ({ keyId, plaintext: Buffer.from('x') }),
    { Enabled: 'ok', Disabled: D, PendingDeletion: PD, PendingImport: PI },
  ],
  ['Decrypt', ({ blob }) => ({ ciphertextBlob: blob }), { Enabled: 'ok', Disabled: D, PendingDeletion: PD, PendingImport: PI }],
  ['GenerateDataKey', ({ keyId }) => ({ keyId }), { Enabled: 'ok', Disabled: D, PendingDeletion: PD, PendingImport: PI }],
  ['GenerateDataKeyWithoutPlaintext', ({ keyId }) => ({ keyId }), { Enabled: 'ok', Disabled: D, PendingDeletion: PD, PendingImport: PI }],
  [
    'GenerateAndExportDataKey',
    ({ keyId }) => ({ keyId, ...target }),
    { Enabled: 'ok', Disabled: D, PendingDeletion: PD, PendingImport: PI },
  ],
  [
    'ExportDataKey',
    ({ dataKeyBlob }) => ({ ciphertextBlob: dataKeyBlob, ...target }),
    { Enabled: 'ok', Disabled: D, PendingDeletion: PD, PendingImport: PI },
  ],
  [
    'ReEncrypt',
    ({ blob, otherKeyId }) => ({ ciphertextBlob: blob, destinationKeyId: otherKeyId }),
    { Enabled: 'ok', Disabled: D, PendingDeletion: PD, PendingImport: PI },
  ],
  ['EnableKey', ({ keyId }) => ({ keyId }), { Enabled: 'ok', Disabled: 'ok', PendingDeletion: SMF, PendingImport: SMF }],
  ['DisableKey', ({ keyId }) => ({ keyId }), { Enabled: 'ok', Disabled: 'ok', PendingDeletion: SMF, PendingImport: SMF }],
  [
    'ScheduleKeyDeletion',
    ({ keyId }) => ({ keyId, pendingWindowInDays: 7 }),
    { Enabled: 'ok', Disabled: 'ok', PendingDeletion: SMF, PendingImport: 'ok' },
  ],
  ['CancelKeyDeletion', ({ keyId }) => ({ keyId }), { Enabled: SMF, Disabled: SMF, PendingDeletion: 'ok', PendingImport: SMF }],
  [
    'UpdateKeyDescription',
    ({ keyId }) => ({ keyId, description: 'x' }),
    { Enabled: 'ok', Disabled: 'ok', PendingDeletion: PD, PendingImport: 'ok' },
  ],
  [
    'SetDeletionProtection',
    ({ keyId }) => ({ keyId, enableDeletionProtection: true }),
    { Enabled: 'ok', Disabled: 'ok', PendingDeletion: PD, PendingImport: 'ok' },
  ],
  [
    'GetParametersForImport',
    ({ keyId }) => ({ keyId, wrappingAlgorithm: 'RSAES_OAEP_SHA_1', wrappingKeySpec: 'RSA_2048' }),
    { Enabled: 'ok', Disabled: 'ok', PendingDeletion: 'ok', PendingImport: 'ok' },
  ],
  ['ImportKeyMaterial', ({ importInput }) => importInput, { Enabled: 'ok', Disabled: 'ok', PendingDeletion: SMF, PendingImport: 'ok' }],
  ['DeleteKeyMaterial', ({ keyId }) => ({ keyId }), { Enabled: 'ok', Disabled: 'ok', PendingDeletion: 'ok', PendingImport: 'ok' }],
];

const outcomeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    () => refusalOf(call),
  );

async function setUp(surface: Surface) {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  return { kms, account, as: caller(surface, kms, account) };
}

describe.each(SURFACES)('By %s', (surface) => {
  describe.each(MATRIX)('%s', (operation, inputFor, expected) => {
    it.each(KEY_STATES)('on a key that is %s', async (state) => {
      const { kms, account, as } = await setUp(surface);
      const subject = await subjectIn(state, kms, as);
      const before = await kms.store.db.key.findUniqueOrThrow({ where: { id: subject.keyId } });
      expect(await outcomeOf(as.act(operation, inputFor(subject)))).toBe(expected[state]);
      const [event] = await kms.store.db.auditEvent.findMany({
        where: { accountId: account.accountId, keyId: subject.keyId },
        orderBy: { id: 'desc' },
        take: 1,
      });
      expect(event).toMatchObject({ operation, outcome: expected[state] === 'ok' ? 'Done' : expected[state], surface });
      if (expected[state] !== 'ok') expect(await kms.store.db.key.findUniqueOrThrow({ where: { id: subject.keyId } })).toEqual(before);
    });
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
    const subject = await subjectIn(from, kms, as);
    const [, inputFor] = MATRIX.find(([name]) => name === operation) ?? [];
    await as.act(operation, inputFor?.(subject) ?? {});
    expect((await as.describeKey(subject.keyId)).keyState).toBe(to);
  });

  it('a key that was kept without material waits for it', async () => {
    const { as } = await setUp(surface);
    const { keyId } = await as.createKey({ origin: 'EXTERNAL' });
    await as.act('ScheduleKeyDeletion', { keyId });
    await as.act('CancelKeyDeletion', { keyId });
    expect(await as.describeKey(keyId)).toMatchObject({ keyState: 'PendingImport', deleteDate: null });
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
    expect(await refusalOf(as.act('ScheduleKeyDeletion', { keyId }))).toBe('Rejected.UnsupportedOperation');
    expect((await as.describeKey(keyId)).keyState).toBe('Enabled');
    const row = await kms.store.db.key.findUniqueOrThrow({ where: { id: keyId } });
    expect(row).toMatchObject({ deletionProtected: true, deletionProtectionDescription: 'payroll', accountId: account.accountId });
    await as.act('SetDeletionProtection', { keyId, enableDeletionProtection: false });
    await as.act('ScheduleKeyDeletion', { keyId });
    expect((await as.describeKey(keyId)).keyState).toBe('PendingDeletion');
  });

  it.each([
    [{ enableDeletionProtection: true }, 'MissingParameter'],
    [{ keyId: 'x', protectedResourceArn: 'x', enableDeletionProtection: true }, 'InvalidParameter'],
    [{ keyId: 'x', enableDeletionProtection: true }, 'Forbidden.KeyNotFound'],
    [{ keyId: 'alias/x', enableDeletionProtection: true }, 'Unsupported.Alias'],
  ])('SetDeletionProtection with %o is refused', async (input, code) => {
    const { as } = await setUp(surface);
    expect(await refusalOf(as.act('SetDeletionProtection', input))).toBe(code);
  });

  it('a reason for the protection counts with true alone', async () => {
    const { kms, as } = await setUp(surface);
    const { keyId } = await as.createKey();
    await as.act('SetDeletionProtection', { keyId, enableDeletionProtection: false, deletionProtectionDescription: 'x' });
    const row = await kms.store.db.key.findUniqueOrThrow({ where: { id: keyId } });
    expect(row).toMatchObject({ deletionProtected: false, deletionProtectionDescription: '' });
  });

  it.each([6, 367, 0, -7])('ScheduleKeyDeletion refuses a window of %d days', async (pendingWindowInDays) => {
    const { as } = await setUp(surface);
    const { keyId } = await as.createKey();
    expect(await refusalOf(as.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays }))).toBe('InvalidParameter');
    expect((await as.describeKey(keyId)).keyState).toBe('Enabled');
  });
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
      const { deletionProtected, state } = await kms.store.db.key.findUniqueOrThrow({ where: { id: keyId } });
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
