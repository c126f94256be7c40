import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import type { KeyMaterial } from '#domain/key-material.ts';
import { Materials } from '#keyring/materials.ts';
import { decrypt } from '#operations/cryptography/decrypt.ts';
import type { Call } from '#pipeline/call.ts';
import { perform } from '#pipeline/perform.ts';
import { caller } from '../support/caller.ts';
import { rootOf } from '../support/identities.ts';
import { sharedKms } from '../support/kms.ts';

/** A key that is in use: its material is unwrapped, and here is hold of it, as no code of the service keeps it. */
async function keyInUse(origin = 'Aliyun_KMS') {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const as = caller('rpc', kms, account);
  const { keyId, primaryKeyVersion } = await as.createKey({ origin });
  const name = { accountId: account.accountId, keyId, keyVersionId: primaryKeyVersion ?? '' };
  const { ciphertextBlob = '' } = await as.encrypt(keyId, Buffer.from('x'));
  let held: KeyMaterial | undefined;
  await kms.services.materials.use(name, (material) => {
    held = material;
  });
  return { kms, as, keyId, name, ciphertextBlob, material: held as KeyMaterial };
}

describe('Unwrapped material', () => {
  it('is kept for the next use', async () => {
    const { kms, name, material } = await keyInUse();
    await kms.services.materials.use(name, (again) => expect(again).toBe(material));
    expect(material.bytes).toHaveLength(32);
  });

  it('is given only to its own key of its own account', async () => {
    const { kms, as, keyId, name } = await keyInUse();
    const { materials } = kms.services;
    const has = (to: Partial<typeof name>) =>
      materials.use({ ...name, ...to }, (material) => material !== undefined);
    const other = await as.createKey();
    const stranger = await kms.addAccount();
    expect(await has({ keyId: other.keyId })).toBe(false);
    expect(await has({ accountId: stranger.accountId })).toBe(false);
    expect(await has({})).toBe(true);
    materials.drop([keyId]);
    expect(await has({ keyId: other.keyId })).toBe(false);
    expect(await has({})).toBe(true);
  });

  it.each(['DisableKey', 'ScheduleKeyDeletion'] as const)(
    'is zeroed at once by %s',
    async (operation) => {
      const { as, keyId, material } = await keyInUse();
      const { bytes } = material;
      await as.act(operation, { keyId });
      expect(bytes.equals(Buffer.alloc(32))).toBe(true);
      expect(() => material.bytes).toThrow('[key material] was used after its end');
    },
  );

  it('is of no use, and does not stay, to a use that was admitted before the key was disabled', async () => {
    const { kms, keyId, name, ciphertextBlob } = await keyInUse();
    const { accountId } = name;
    const account = await kms.addAccount({ accountId });
    // Between the read of the key and the use of its material somebody disables it.
    const { materials } = kms.services;
    let disabled = false;
    const slow = {
      use: async <T>(
        which: typeof name,
        work: (material: KeyMaterial | undefined) => T,
      ): Promise<T> => {
        if (!disabled) {
          disabled = true;
          await caller('rpc', kms, account).act('DisableKey', { keyId });
        }
        return materials.use(which, work);
      },
      drop: (ids: string[]) => materials.drop(ids),
    };
    const principal = rootOf(accountId, account.id);
    const call = {
      requestId: 'r',
      surface: 'rpc',
      principal,
      services: { ...kms.services, materials: slow },
      performed: [],
      countedIn: new Set(),
    } as unknown as Call;
    await expect(perform(decrypt, call, { ciphertextBlob })).rejects.toMatchObject({
      code: 'Rejected.Disabled',
    });
    const [event] = await kms.store.db.auditEvent.findMany({
      where: { keyId },
      orderBy: { id: 'desc' },
      take: 1,
    });
    expect(event).toMatchObject({ operation: 'Decrypt', outcome: 'Rejected.Disabled' });
  });

  it('is zeroed when it gives way to others, and when everything ends', async () => {
    const { kms, name, material } = await keyInUse();
    const small = new Materials(kms.store.db, kms.deployment.keyring, {
      max: 1,
      milliseconds: 60_000,
    });
    const holdOf = async (which: typeof name) => {
      let held: KeyMaterial | undefined;
      await small.use(which, (each) => {
        held = each;
      });
      return held as KeyMaterial;
    };
    const first = await holdOf(name);
    const { name: otherName } = await keyInUse();
    const second = await holdOf(otherName);
    expect(() => first.bytes).toThrow('after its end');
    small.clear();
    expect(() => second.bytes).toThrow('after its end');
    expect(material.bytes).toHaveLength(32); // the other cache has its own
  });

  it('is zeroed when its time is over, although nobody asks for it again', async () => {
    const { kms, name } = await keyInUse();
    const row = await kms.store.db.keyVersion.findUnique({ where: { id: name.keyVersionId } });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    vi.advanceTimersByTime(1); // the cache takes the time 0 for none
    try {
      const db = {
        keyVersion: { findUnique: async () => row },
      } as unknown as ConstructorParameters<typeof Materials>[0];
      const materials = new Materials(db, kms.deployment.keyring);
      let held: KeyMaterial | undefined;
      await materials.use(name, (material) => {
        held = material;
      });
      vi.advanceTimersByTime(5 * 60_000 - 1);
      expect(held?.bytes).toHaveLength(32);
      vi.advanceTimersByTime(10);
      expect(() => held?.bytes).toThrow('after its end');
    } finally {
      vi.useRealTimers();
    }
  });

  it('does not come back when it is dropped while it is being read', async () => {
    const { kms, keyId, name } = await keyInUse();
    const reads: string[] = [];
    const { db } = kms.store;
    const slow = {
      keyVersion: {
        findUnique: async (args: Parameters<typeof db.keyVersion.findUnique>[0]) => {
          const row = await db.keyVersion.findUnique(args);
          reads.push(keyId);
          if (reads.length === 1) materials.drop([keyId]);
          return row;
        },
      } as unknown as typeof db.keyVersion,
    };
    const materials = new Materials(slow, kms.deployment.keyring);
    await materials.use(name, (material) => expect(material?.bytes).toHaveLength(32));
    expect(reads).toHaveLength(2);
    materials.clear();
  });

  it('is seen by nobody who logs, throws, inspects or serializes what holds it', async () => {
    const { material } = await keyInUse();
    const spellings = [
      material.bytes.toString('base64'),
      material.bytes.toString('hex'),
      material.bytes.toString('latin1'),
      [...material.bytes].join(','),
    ];
    const holder = {
      material,
      nested: [{ material }],
      error: new Error(`with ${material}`, { cause: { material } }),
    };
    const output = [
      JSON.stringify(holder),
      inspect(holder, { depth: 9, showHidden: true }),
      String(material),
      `${material}`,
      String(holder.error.stack),
    ].join('\n');
    expect(output).toContain('[key material]');
    for (const spelling of spellings) expect(output).not.toContain(spelling);
  });
});
