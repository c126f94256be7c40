import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { KEY_STATES, type KeyState } from '#domain/key-state.ts';
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
import type { MutationName } from '../support/mutations.ts';
import { callV1 } from '../support/rpc-client.ts';
import { changeKey } from '../support/writes.ts';

const { publicKey: exportKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { format: 'der', type: 'spki' },
  privateKeyEncoding: { format: 'pem', type: 'pkcs8' },
});
const target = {
  publicKeyBlob: exportKey,
  wrappingKeySpec: 'RSA_2048',
  wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
};

/** A key that has material and has been used, whatever its state is afterwards. */
interface Subject {
  readonly keyId: string;
  readonly blob: string;
  readonly dataKeyBlob: string;
  readonly otherKeyId: string;
  readonly importInput: Readonly<Record<string, unknown>>;
}

/** An EXTERNAL key, since those can be in every state. */
async function subjectIn(
  state: KeyState,
  kms: Kms,
  as: Caller,
  operation?: MutationName,
): Promise<Subject> {
  const { keyId, creator } = await as.createKey({ origin: 'EXTERNAL' });
  // An import makes an RSA key, which takes longer than all the rest.
  const importInput =
    operation === 'ImportKeyMaterial' ? await importMaterial(as, keyId, randomBytes(32)) : {};
  if (operation !== 'ImportKeyMaterial') await putMaterial(kms, creator, keyId);
  const { keyId: otherKeyId } = await as.createKey();
  const { ciphertextBlob: blob = '' } = await as.encrypt(keyId, Buffer.from('x'));
  const { ciphertextBlob: dataKeyBlob = '' } = await as.act('GenerateDataKeyWithoutPlaintext', {
    keyId,
  });
  await put(kms, keyId, state);
  return { keyId, blob, dataKeyBlob, otherKeyId, importInput };
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

/** A key whose material is made here: a state that such a key does not get into by itself is tried all the same. */
interface OwnSubject {
  readonly keyId: string;
  readonly keyVersionId: string;
  readonly aliasName: string;
  readonly otherAlias: string;
  readonly signature: string;
  readonly ciphertext: string;
}

async function ownSubjectIn(
  state: KeyState,
  kms: Kms,
  as: Caller,
  input: Readonly<Record<string, string>>,
): Promise<OwnSubject> {
  const { keyId, keySpec } = await as.createKey({ ...input, tags: [['team', 'payroll']] });
  const { keyId: otherKeyId } = await as.createKey();
  const [{ keyVersionId = '' } = {}] = await as.listVersions(keyId);
  const aliasName = 'alias/own';
  const otherAlias = 'alias/other';
  await as.act('CreateAlias', { keyId, aliasName });
  await as.act('CreateAlias', { keyId: otherKeyId, aliasName: otherAlias });
  const signs = keySpec === 'EC_P256';
  const encrypts = keySpec === 'RSA_2048';
  const { value: signature = '' } = signs
    ? await as.act('AsymmetricSign', { keyId, keyVersionId, ...SIGNING })
    : {};
  const { ciphertextBlob: ciphertext = '' } = encrypts
    ? await as.act('AsymmetricEncrypt', {
        keyId,
        keyVersionId,
        algorithm: OAEP,
        plaintext: Buffer.from('x'),
      })
    : {};
  await put(kms, keyId, state);
  return { keyId, keyVersionId, aliasName, otherAlias, signature, ciphertext };
}

const SIGNING = { algorithm: 'ECDSA_SHA_256', digest: Buffer.alloc(32, 7) };
const OAEP = 'RSAES_OAEP_SHA_256';

/** The published matrix (help page "Impacts of key states on API operations"), and by analogy what it does not list. */
const MATRIX: readonly [
  MutationName,
  (subject: Subject) => Readonly<Record<string, unknown>>,
  Readonly<Record<KeyState, string>>,
][] = [
  [
    'Encrypt',
    ({ keyId }) => ({ keyId, plaintext: Buffer.from('x') }),
    { Enabled: 'ok', Disabled: D, PendingDeletion: PD, PendingImport: PI },
  ],
  [
    'Decrypt',
    ({ blob }) => ({ ciphertextBlob: blob }),
    { Enabled: 'ok', Disabled: D, PendingDeletion: PD, PendingImport: PI },
  ],
  [
    'GenerateDataKey',
    ({ keyId }) => ({ keyId }),
    { Enabled: 'ok', Disabled: D, PendingDeletion: PD, PendingImport: PI },
  ],
  [
    'GenerateDataKeyWithoutPlaintext',
    ({ keyId }) => ({ keyId }),
    { Enabled: 'ok', Disabled: D, PendingDeletion: PD, PendingImport: PI },
  ],
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
  [
    'EnableKey',
    ({ keyId }) => ({ keyId }),
    { Enabled: 'ok', Disabled: 'ok', PendingDeletion: SMF, PendingImport: SMF },
  ],
  [
    'DisableKey',
    ({ keyId }) => ({ keyId }),
    { Enabled: 'ok', Disabled: 'ok', PendingDeletion: SMF, PendingImport: SMF },
  ],
  [
    'ScheduleKeyDeletion',
    ({ keyId }) => ({ keyId, pendingWindowInDays: 7 }),
    { Enabled: 'ok', Disabled: 'ok', PendingDeletion: SMF, PendingImport: 'ok' },
  ],
  [
    'CancelKeyDeletion',
    ({ keyId }) => ({ keyId }),
    { Enabled: SMF, Disabled: SMF, PendingDeletion: 'ok', PendingImport: SMF },
  ],
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
  [
    'ImportKeyMaterial',
    ({ importInput }) => importInput,
    { Enabled: 'ok', Disabled: 'ok', PendingDeletion: SMF, PendingImport: 'ok' },
  ],
  [
    'DeleteKeyMaterial',
    ({ keyId }) => ({ keyId }),
    { Enabled: 'ok', Disabled: 'ok', PendingDeletion: 'ok', PendingImport: 'ok' },
  ],
];

const OK = { Enabled: 'ok', Disabled: 'ok', PendingDeletion: 'ok', PendingImport: 'ok' };
const ENABLED_ALONE = { Enabled: 'ok', Disabled: D, PendingDeletion: PD, PendingImport: PI };
const NOT_PENDING_DELETION = {
  Enabled: 'ok',
  Disabled: 'ok',
  PendingDeletion: PD,
  PendingImport: 'ok',
};

/** The same for operations that are not on EXTERNAL keys, or that have no mutation of their name. */
const OWN_MATRIX: readonly [
  string,
  Readonly<Record<string, string>>,
  (as: Caller, subject: OwnSubject) => Promise<unknown>,
  Readonly<Record<KeyState, string>>,
][] = [
  ['CreateKeyVersion', {}, (as, { keyId }) => as.act('CreateKeyVersion', { keyId }), ENABLED_ALONE],
  [
    'CreateKeyVersion',
    { keySpec: 'EC_P256' },
    (as, { keyId }) => as.act('CreateKeyVersion', { keyId }),
    ENABLED_ALONE,
  ],
  [
    'UpdateRotationPolicy',
    {},
    (as, { keyId }) =>
      as.act('UpdateRotationPolicy', {
        keyId,
        enableAutomaticRotation: true,
        rotationInterval: '7d',
      }),
    ENABLED_ALONE,
  ],
  [
    'DescribeKeyVersion',
    {},
    (as, { keyId, keyVersionId }) => as.describeVersion(keyId, keyVersionId),
    OK,
  ],
  ['ListKeyVersions', {}, (as, { keyId }) => as.listVersions(keyId), OK],
  [
    'CreateAlias',
    {},
    (as, { keyId }) => as.act('CreateAlias', { keyId, aliasName: 'alias/new' }),
    { ...NOT_PENDING_DELETION, PendingDeletion: SMF },
  ],
  [
    'UpdateAlias',
    {},
    (as, { keyId, otherAlias: aliasName }) => as.act('UpdateAlias', { keyId, aliasName }),
    NOT_PENDING_DELETION,
  ],
  ['DeleteAlias', {}, (as, { aliasName }) => as.act('DeleteAlias', { aliasName }), OK],
  ['ListAliases', {}, (as) => as.listAliases(), OK],
  ['ListAliasesByKeyId', {}, (as, { keyId }) => as.listAliases(keyId), OK],
  ['TagResources', {}, (as, { keyId }) => as.tagKeys([keyId], [['a', 'b']]), NOT_PENDING_DELETION],
  ['UntagResources', {}, (as, { keyId }) => as.untagKeys([keyId], 'all'), NOT_PENDING_DELETION],
  ['ListResourceTags', {}, (as, { keyId }) => as.tagsOf(keyId), OK],
  ['ListTagResources', {}, (as) => as.keysTagged([['team', 'payroll']]), OK],
  [
    'AsymmetricSign',
    { keySpec: 'EC_P256' },
    (as, { keyId, keyVersionId }) => as.act('AsymmetricSign', { keyId, keyVersionId, ...SIGNING }),
    ENABLED_ALONE,
  ],
  [
    'AsymmetricVerify',
    { keySpec: 'EC_P256' },
    (as, { keyId, keyVersionId, signature }) =>
      as.act('AsymmetricVerify', {
        keyId,
        keyVersionId,
        ...SIGNING,
        value: Buffer.from(signature, 'base64'),
      }),
    ENABLED_ALONE,
  ],
  [
    'AsymmetricEncrypt',
    { keySpec: 'RSA_2048' },
    (as, { keyId, keyVersionId }) =>
      as.act('AsymmetricEncrypt', {
        keyId,
        keyVersionId,
        algorithm: OAEP,
        plaintext: Buffer.from('x'),
      }),
    ENABLED_ALONE,
  ],
  [
    'AsymmetricDecrypt',
    { keySpec: 'RSA_2048' },
    (as, { keyId, keyVersionId, ciphertext }) =>
      as.act('AsymmetricDecrypt', {
        keyId,
        keyVersionId,
        algorithm: OAEP,
        ciphertextBlob: Buffer.from(ciphertext, 'base64'),
      }),
    ENABLED_ALONE,
  ],
  [
    'GetPublicKey',
    { keySpec: 'EC_P256' },
    (as, { keyId, keyVersionId }) => as.publicKey(keyId, keyVersionId),
    OK,
  ],
];

async function setUp(surface: Surface) {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  return { kms, account, as: caller(surface, kms, account) };
}

describe.each(SURFACES)('By %s', (surface) => {
  describe.each(MATRIX)('%s', (operation, inputFor, expected) => {
    it.each(KEY_STATES)('on a key that is %s', async (state) => {
      const { kms, account, as } = await setUp(surface);
      const subject = await subjectIn(state, kms, as, operation);
      const before = await kms.store.db.key.findUniqueOrThrow({ where: { id: subject.keyId } });
      expect(await outcomeOf(as.act(operation, inputFor(subject)))).toBe(expected[state]);
      const [event] = await kms.store.db.auditEvent.findMany({
        where: { accountId: account.accountId, keyId: subject.keyId },
        orderBy: { id: 'desc' },
        take: 1,
      });
      expect(event).toMatchObject({
        operation,
        outcome: expected[state] === 'ok' ? 'Done' : expected[state],
        surface,
      });
      if (expected[state] !== 'ok')
        expect(await kms.store.db.key.findUniqueOrThrow({ where: { id: subject.keyId } })).toEqual(
          before,
        );
    });
  });

  describe.each(OWN_MATRIX)('%s of %o', (_operation, input, act, expected) => {
    it.each(KEY_STATES)('on a key that is %s', async (state) => {
      const { kms, as } = await setUp(surface);
      const subject = await ownSubjectIn(state, kms, as, input);
      const where = { id: subject.keyId };
      const include = { versions: true, aliases: true, tags: true };
      const before = await kms.store.db.key.findUniqueOrThrow({ where, include });
      expect(await outcomeOf(act(as, subject))).toBe(expected[state]);
      if (expected[state] !== 'ok')
        expect(await kms.store.db.key.findUniqueOrThrow({ where, include })).toEqual(before);
    });
  });

  it('moves an alias away from a key that is to be destroyed', async () => {
    const { kms, as } = await setUp(surface);
    const { keyId, aliasName } = await ownSubjectIn('PendingDeletion', kms, as, {});
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
    const [, inputFor] = MATRIX.find(([name]) => name === operation) ?? [];
    await as.act(operation, inputFor?.(subject) ?? {});
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

  it('a reason for the protection counts with true alone', async () => {
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

describe('By rpc', () => {
  describe.each([
    ['TagResource', { Tags: '[{"TagKey":"a","TagValue":"b"}]' }],
    ['UntagResource', { TagKeys: '["team"]' }],
  ] as [string, Record<string, string>][])('%s', (action, input) => {
    it.each(KEY_STATES)('on a key that is %s', async (state) => {
      const { kms, account, as } = await setUp('rpc');
      const { keyId } = await ownSubjectIn(state, kms, as, {});
      const { json } = await callV1(kms, account, action, { KeyId: keyId, ...input });
      expect(json.Code ?? 'ok').toBe(NOT_PENDING_DELETION[state]);
    });
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
