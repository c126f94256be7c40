import { randomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import type { KeyMaterial } from '#domain/key-material.ts';
import { destroyKeys } from '#jobs/destroy-keys.ts';
import { expireMaterial } from '#jobs/expire-material.ts';
import { caller, refusalOf, SURFACES } from '../support/caller.ts';
import { importMaterial } from '../support/imports.ts';
import { startKms } from '../support/kms.ts';
import { andHear, hold, holdMaterial, holdSecret } from '../support/unwrapped.ts';

const DAY = 86_400_000;

/** A server whose time a test sets. */
async function onDay() {
  const start = Date.parse('2026-12-01T00:00:00Z');
  let now = new Date(start);
  const kms = await startKms({ clock: () => now });
  const account = await kms.addAccount();
  const setDay = (day: number) => {
    now = new Date(start + day * DAY);
  };
  return { kms, account, as: caller('rpc', kms, account), setDay };
}

describe('What is unwrapped', () => {
  it('is zeroed when its key is destroyed', async () => {
    const { kms, account, as, setDay } = await onDay();
    await using _kms = kms;
    const { keyId } = await as.createKey({ keySpec: 'EC_P256' });
    const [{ keyVersionId = '' } = {}] = await as.listVersions(keyId);
    await andHear(kms, () => as.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 }));
    await as.publicKey(keyId, keyVersionId); // it unwraps the private key, also of a key that is to be destroyed
    const held = await holdMaterial(kms, { accountId: account.accountId, keyId, keyVersionId });
    setDay(7);
    expect(held.isZeroed()).toBe(false);
    expect(await destroyKeys(kms.store, kms.services.materials, kms.services.clock())).toBe(1);
    expect(held.isZeroed()).toBe(true);
  });

  it('is zeroed when the time of imported material is over', async () => {
    const { kms, account, as, setDay } = await onDay();
    await using _kms = kms;
    const { keyId } = await as.createKey({ origin: 'EXTERNAL' });
    const keyMaterialExpireUnix = kms.services.clock().getTime() / 1_000 + 3_600;
    await andHear(kms, () => importMaterial(as, keyId, randomBytes(32), { keyMaterialExpireUnix }));
    const { keyVersionId = '' } = await as.encrypt(keyId, Buffer.from('x'));
    const held = await holdMaterial(kms, { accountId: account.accountId, keyId, keyVersionId });
    setDay(1);
    expect(held.isZeroed()).toBe(false);
    expect(await expireMaterial(kms.store, kms.services.materials, kms.services.clock())).toBe(1);
    expect(held.isZeroed()).toBe(true);
  });

  it.each(SURFACES)('is zeroed where its use by %s came too late', async (surface) => {
    await using kms = await startKms();
    const as = caller(surface, kms, await kms.addAccount());
    const { keyId } = await as.createKey();
    const { ciphertextBlob = '' } = await as.encrypt(keyId, Buffer.from('x'));
    const { materials } = kms.services;
    const use = materials.use.bind(materials);
    let unwrapped: KeyMaterial | undefined;
    // After the key has been read, another request disables it: its material is dropped, and unwrapped again.
    vi.spyOn(materials, 'use').mockImplementationOnce(async (name, work) => {
      await andHear(kms, () => as.act('DisableKey', { keyId }));
      return use(name, (material) => {
        unwrapped = material;
        return work(material);
      });
    });
    expect(await refusalOf(as.decrypt(ciphertextBlob))).toBe('Rejected.Disabled');
    expect(() => hold(unwrapped)).toThrow('after its end');
  });

  it('is zeroed when the server stops: material, secrets of access keys, root keys', async () => {
    const { kms, account, as } = await onDay();
    const { keyId } = await as.createKey();
    const { keyVersionId = '' } = await as.encrypt(keyId, Buffer.from('x'));
    const { keyring } = kms.deployment;
    const held = [
      await holdMaterial(kms, { accountId: account.accountId, keyId, keyVersionId }),
      await holdSecret(kms, account.id),
    ];
    expect(held.map(({ isZeroed }) => isZeroed())).toEqual([false, false]);
    await kms[Symbol.asyncDispose]();
    expect(held.map(({ isZeroed }) => isZeroed())).toEqual([true, true]);
    const place = {
      purpose: 'canary',
      accountId: account.accountId,
      table: 'Test',
      rowId: '1',
      column: 'test',
    } as const;
    expect(() => keyring.wrap(place, Buffer.alloc(1))).toThrow('after its end');
  });
});
