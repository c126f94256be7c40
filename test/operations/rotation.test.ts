import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { rotateKeys } from '#jobs/rotate-keys.ts';
import {
  type Caller,
  caller,
  type KeyInput,
  Refused,
  refusalOf,
  SURFACES,
  type Surface,
} from '../support/caller.ts';
import { sharedKms, startKms } from '../support/kms.ts';
import { callV1 } from '../support/rpc-client.ts';
import { changeKey } from '../support/writes.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-12-01T00:00:00Z');
const day = (number: number): string =>
  new Date(START + number * DAY).toISOString().replace('.000Z', 'Z');

async function setUp(surface: Surface) {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  return { kms, account, as: caller(surface, kms, account) };
}

/** A server whose day a test sets. */
async function onDay(surface: Surface) {
  let now = new Date(START);
  const setDay = (number: number) => {
    now = new Date(START + number * DAY);
  };
  const kms = await startKms({ clock: () => now });
  const account = await kms.addAccount();
  return {
    kms,
    account,
    as: caller(surface, kms, account),
    setDay,
    job: () => rotateKeys(kms.store, kms.services, now),
  };
}

const weekly: KeyInput = { enableAutomaticRotation: true, rotationInterval: '7d' };
const setPolicy = (
  as: Caller,
  keyId: string,
  enableAutomaticRotation: boolean,
  rotationInterval?: string,
) =>
  as.act('UpdateRotationPolicy', {
    keyId,
    enableAutomaticRotation,
    ...(rotationInterval !== undefined && { rotationInterval }),
  });
const versionCount = async (as: Caller, keyId: string) => (await as.listVersions(keyId)).length;

const NONE = { automaticRotation: 'Disabled', rotationInterval: null, nextRotationDate: null };

const refused = async (call: Promise<unknown>): Promise<Refused> => {
  const error = await call.catch((thrown: unknown) => thrown);
  if (!(error instanceof Refused)) throw new Error('The call was not refused');
  return error;
};

describe.each(SURFACES)('A rotation policy by %s', (surface) => {
  it.each([
    ['604800s', 604_800],
    ['7d', 604_800],
    ['168h', 604_800],
    ['10080m', 604_800],
    ['730d', 63_072_000],
    ['63072000s', 63_072_000],
    ['365d', 31_536_000],
  ])('takes an interval of %s', async (rotationInterval, seconds) => {
    const { as } = await setUp(surface);
    const expected = (last: string | null) => ({
      automaticRotation: 'Enabled',
      rotationInterval: `${seconds}s`,
      nextRotationDate: new Date(Date.parse(String(last)) + seconds * 1_000)
        .toISOString()
        .replace('.000Z', 'Z'),
    });
    const created = await as.createKey({ enableAutomaticRotation: true, rotationInterval });
    expect(created).toMatchObject(expected(created.creationDate));
    expect(await as.describeKey(created.keyId)).toEqual(created);
    const { keyId, lastRotationDate } = await as.createKey();
    await setPolicy(as, keyId, true, rotationInterval);
    expect(await as.describeKey(keyId)).toMatchObject({
      ...expected(lastRotationDate),
      lastRotationDate,
    });
    expect(await versionCount(as, keyId)).toBe(1);
  });

  it.each([
    '',
    '7',
    'd',
    '6d',
    '731d',
    '604799s',
    '63072001s',
    '167h',
    '7D',
    '7 d',
    ' 7d',
    '07d',
    '7.5d',
    '-7d',
    '+7d',
    '1e3d',
    '7w',
    '7d7d',
    '٧d',
  ])('takes no interval of %j', async (rotationInterval) => {
    const { kms, account, as } = await setUp(surface);
    const key = await as.createKey();
    for (const error of [
      await refused(as.createKey({ enableAutomaticRotation: true, rotationInterval })),
      await refused(setPolicy(as, key.keyId, true, rotationInterval)),
    ]) {
      if (surface === 'rpc' && rotationInterval === '') {
        expect(error.code).toBe('MissingParameter'); // RPC treats an empty value as absent
        continue;
      }
      expect(error.code).toBe('InvalidParameter');
      if (surface === 'graphql') expect(error.field).toBe('rotationInterval');
      else
        expect(error.message).toMatch(/^The specified parameter RotationInterval is not valid\./);
    }
    expect(await as.describeKey(key.keyId)).toEqual(key);
    expect(await kms.store.db.key.count({ where: { accountId: account.accountId } })).toBe(1);
  });

  it('needs an interval with true, and looks at none with false', async () => {
    const { as } = await setUp(surface);
    const { keyId } = await as.createKey(weekly);
    const error = await refused(setPolicy(as, keyId, true));
    expect(error.code).toBe('MissingParameter');
    expect(surface === 'graphql' ? error.field : error.message).toMatch(/rotationInterval/i);
    expect(await refusalOf(as.createKey({ enableAutomaticRotation: true }))).toBe(
      'MissingParameter',
    );
    expect((await as.describeKey(keyId)).automaticRotation).toBe('Enabled');
    await setPolicy(as, keyId, false, 'nonsense');
    expect(await as.describeKey(keyId)).toMatchObject(NONE);
    expect(
      await as.createKey({ enableAutomaticRotation: false, rotationInterval: 'nonsense' }),
    ).toMatchObject(NONE);
    expect(await as.createKey({ rotationInterval: '7d' })).toMatchObject(NONE);
  });

  it.each<KeyInput>([{ origin: 'EXTERNAL' }, { keySpec: 'EC_P256' }])(
    'is none for a key of %o',
    async (input) => {
      const { kms, account, as } = await setUp(surface);
      expect(await refusalOf(as.createKey({ ...input, ...weekly }))).toBe('UnsupportedOperation');
      expect(await kms.store.db.key.count({ where: { accountId: account.accountId } })).toBe(0);
      const { keyId } = await as.createKey(input);
      if (input.origin === 'EXTERNAL') {
        expect(await refusalOf(setPolicy(as, keyId, true, '7d'))).toBe('Rejected.PendingImport');
        await kms.store.commit([changeKey(keyId, 1, { state: 'Enabled' })]);
      }
      expect(await refusalOf(setPolicy(as, keyId, true, '7d'))).toBe(
        'Rejected.UnsupportedOperation',
      );
      expect(await as.describeKey(keyId)).toMatchObject(NONE);
    },
  );

  it.each(['Aliyun_AES_192', 'Aliyun_AES_128', 'Aliyun_SM4'])(
    'rotates a key of %s',
    async (keySpec) => {
      const { kms, as, setDay, job } = await onDay(surface);
      await using _kms = kms;
      const { keyId } = await as.createKey({ keySpec, ...weekly });
      const { ciphertextBlob = '' } = await as.encrypt(keyId, Buffer.from('old'));
      setDay(7);
      expect(await job()).toBe(1);
      expect((await as.decrypt(ciphertextBlob)).toString()).toBe('old');
      const sealed = await as.encrypt(keyId, Buffer.from('new'));
      expect((await as.decrypt(sealed.ciphertextBlob ?? '')).toString()).toBe('new');
    },
  );

  it('is changed by a caller with permission, on an own key, named by its id', async () => {
    const { kms, account, as } = await setUp(surface);
    const { keyId } = await as.createKey();
    await as.act('CreateAlias', { keyId, aliasName: 'alias/rotating' });
    expect(await refusalOf(setPolicy(as, 'alias/rotating', true, '7d'))).toBe('Unsupported.Alias');
    expect(await refusalOf(setPolicy(as, randomUUID(), true, '7d'))).toBe('Forbidden.KeyNotFound');
    expect(
      await refusalOf(setPolicy(caller(surface, kms, await kms.addAccount()), keyId, true, '7d')),
    ).toBe('Forbidden.KeyNotFound');
    const denied = caller(
      surface,
      kms,
      await kms.addAccount({ accountId: account.accountId, allowedActions: ['kms:DescribeKey'] }),
    );
    expect(await refusalOf(setPolicy(denied, keyId, true, '7d'))).toBe('Forbidden.NoPermission');
    await setPolicy(as, keyId, true, '7d');
    const events = await kms.store.db.auditEvent.findMany({
      where: { accountId: account.accountId, operation: 'UpdateRotationPolicy', outcome: 'Done' },
    });
    expect(events.map((event) => [event.keyId, JSON.parse(event.details)])).toEqual([
      [keyId, { enableAutomaticRotation: true, rotationInterval: '7d' }],
    ]);
  });

  it('counts from the last rotation, and rotates at once when that makes it late', async () => {
    const { kms, as, setDay } = await onDay(surface);
    await using _kms = kms;
    const { keyId, primaryKeyVersion } = await as.createKey();
    setDay(3);
    await setPolicy(as, keyId, true, '7d');
    expect(await as.describeKey(keyId)).toMatchObject({
      nextRotationDate: day(7),
      lastRotationDate: day(0),
      primaryKeyVersion,
    });
    await setPolicy(as, keyId, true, '30d');
    expect(await as.describeKey(keyId)).toMatchObject({
      nextRotationDate: day(30),
      rotationInterval: '2592000s',
    });
    expect(await versionCount(as, keyId)).toBe(1);
    setDay(10);
    await setPolicy(as, keyId, true, '7d');
    const rotated = await as.describeKey(keyId);
    expect(rotated).toMatchObject({ lastRotationDate: day(10), nextRotationDate: day(17) });
    expect((await as.listVersions(keyId)).map(({ keyVersionId }) => keyVersionId)).toEqual([
      primaryKeyVersion,
      rotated.primaryKeyVersion,
    ]);
    await setPolicy(as, keyId, true, '7d'); // nothing is due any more
    expect(await versionCount(as, keyId)).toBe(2);
    await setPolicy(as, keyId, false);
    setDay(100);
    expect(await as.describeKey(keyId)).toMatchObject({ ...NONE, lastRotationDate: day(10) });
  });

  it('starts its interval again at a version that was created by hand', async () => {
    const { kms, as, setDay, job } = await onDay(surface);
    await using _kms = kms;
    const { keyId } = await as.createKey(weekly);
    setDay(5);
    await as.act('CreateKeyVersion', { keyId });
    expect(await as.describeKey(keyId)).toMatchObject({
      lastRotationDate: day(5),
      nextRotationDate: day(12),
    });
    setDay(11);
    expect(await job()).toBe(0);
    setDay(12);
    expect(await job()).toBe(1);
    expect(await versionCount(as, keyId)).toBe(3);
  });
});

describe.each(SURFACES)('A key that cannot be used, by %s', (surface) => {
  it.each([
    ['DisableKey', 'EnableKey'],
    ['ScheduleKeyDeletion', 'CancelKeyDeletion'],
  ] as const)(
    'is suspended by %s, and rotates once at %s when it is late by then',
    async (suspend, resume) => {
      const { kms, as, setDay, job } = await onDay(surface);
      await using _kms = kms;
      const { keyId, primaryKeyVersion } = await as.createKey(weekly);
      const { ciphertextBlob = '' } = await as.encrypt(keyId, Buffer.from('old'));
      await as.act(suspend, { keyId });
      const suspended = {
        automaticRotation: 'Suspended',
        rotationInterval: '604800s',
        nextRotationDate: day(7),
      };
      expect(await as.describeKey(keyId)).toMatchObject(suspended);
      setDay(25);
      expect(await job()).toBe(0);
      expect(await as.describeKey(keyId)).toMatchObject({ ...suspended, primaryKeyVersion });
      await as.act(resume, { keyId });
      const resumed = await as.describeKey(keyId);
      expect(resumed).toMatchObject({
        keyState: 'Enabled',
        automaticRotation: 'Enabled',
        rotationInterval: '604800s',
        lastRotationDate: day(25),
        nextRotationDate: day(32),
      });
      expect(await job()).toBe(0);
      expect((await as.listVersions(keyId)).map(({ keyVersionId }) => keyVersionId)).toEqual([
        primaryKeyVersion,
        resumed.primaryKeyVersion,
      ]);
      expect((await as.encrypt(keyId, Buffer.from('x'))).keyVersionId).toBe(
        resumed.primaryKeyVersion,
      );
      expect((await as.decrypt(ciphertextBlob)).toString()).toBe('old');
    },
  );

  it('goes on as before when its date has not come', async () => {
    const { kms, as, setDay } = await onDay(surface);
    await using _kms = kms;
    const { keyId } = await as.createKey(weekly);
    await as.act('DisableKey', { keyId });
    setDay(6);
    await as.act('EnableKey', { keyId });
    expect(await as.describeKey(keyId)).toMatchObject({
      automaticRotation: 'Enabled',
      nextRotationDate: day(7),
      lastRotationDate: day(0),
    });
    expect(await versionCount(as, keyId)).toBe(1);
  });

  it('without a policy is not suspended, but stays disabled', async () => {
    const { as } = await setUp(surface);
    const { keyId } = await as.createKey();
    await as.act('DisableKey', { keyId });
    expect(await as.describeKey(keyId)).toMatchObject(NONE);
    expect(await refusalOf(setPolicy(as, keyId, true, '7d'))).toBe('Rejected.Disabled');
    await as.act('ScheduleKeyDeletion', { keyId });
    expect(await refusalOf(setPolicy(as, keyId, false))).toBe('Rejected.PendingDeletion');
  });
});

describe('A rotation policy on the wire', () => {
  it('is told by no field that does not apply', async () => {
    const { kms, account, as } = await setUp('rpc');
    const fields = async (keyId: string) =>
      Object.keys(
        (await callV1(kms, account, 'DescribeKey', { KeyId: keyId })).json.KeyMetadata as object,
      ).filter((name) => /Rotation/.test(name));
    expect(await fields((await as.createKey()).keyId)).toEqual([
      'LastRotationDate',
      'AutomaticRotation',
    ]);
    expect(await fields((await as.createKey({ origin: 'EXTERNAL' })).keyId)).toEqual([
      'AutomaticRotation',
    ]);
    const { keyId } = await as.createKey(weekly);
    expect((await fields(keyId)).toSorted()).toEqual([
      'AutomaticRotation',
      'LastRotationDate',
      'NextRotationDate',
      'RotationInterval',
    ]);
    await as.act('DisableKey', { keyId });
    expect((await fields(keyId)).toSorted()).toEqual([
      'AutomaticRotation',
      'LastRotationDate',
      'NextRotationDate',
      'RotationInterval',
    ]);
  });

  it('says true or false, and nothing that looks like it', async () => {
    const { kms, account, as } = await setUp('rpc');
    const { keyId } = await as.createKey();
    const update = async (input: Record<string, string>) =>
      (await callV1(kms, account, 'UpdateRotationPolicy', { KeyId: keyId, ...input })).json.Code;
    expect(await update({})).toBe('MissingParameter');
    for (const EnableAutomaticRotation of ['1', 'yes', ' true'])
      expect(await update({ EnableAutomaticRotation, RotationInterval: '7d' })).toBe(
        'InvalidParameter',
      );
    expect(await update({ EnableAutomaticRotation: '', RotationInterval: '7d' })).toBe(
      'MissingParameter',
    );
    for (const EnableAutomaticRotation of ['true', 'True', 'TRUE', 'False'])
      expect(await update({ EnableAutomaticRotation, RotationInterval: '7d' })).toBeUndefined();
  });
});
