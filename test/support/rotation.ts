import { randomBytes } from 'node:crypto';
import { SecretBytes } from '#domain/secret-bytes.ts';
import type { RootKeyProvider } from '#root-key/providers/provider.ts';
import { rotateRootKey } from '#root-key/rotate.ts';
import type { RotationProgress } from '#root-key/rotation.ts';
import type { Store } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';
import { type Kms, runJobs } from './kms.ts';

const unexpected = () => Promise.reject(new Error('the keyring has every root key already'));

/** Rotates a running server to a new root key, which only its memory has. @param through the store of the rotation */
export async function rotate(
  kms: Kms,
  through: Pick<Store, 'commit'> = kms.store,
  progress: Partial<RotationProgress> = {},
): Promise<void> {
  const { keyring, accountId } = kms.deployment;
  const next: RootKeyProvider = {
    kind: 'key',
    location: 'the memory of a test',
    create: async () => ({
      key: new SecretBytes(randomBytes(32)),
      parameters: new Uint8Array(),
    }),
    open: unexpected,
  };
  await rotateRootKey({
    store: { ...kms.store, ...through },
    keyring,
    providers: { current: next, next },
    accountId,
    clock: kms.store.time,
    pause: () => runJobs(kms, 'watch-root-keys'),
    verify: async () => {},
    progress: {
      ...{ staged() {}, waiting() {}, promoted() {}, renewed() {}, retired() {} },
      ...progress,
    },
  });
}

/** A store for a rotation that does something as soon as the next root key is the current one, before rows are renewed. */
export function oncePromoted(kms: Kms, work: () => Promise<unknown>): Pick<Store, 'commit'> {
  return {
    async commit(writes) {
      await kms.store.commit(writes);
      const changed = writes.filter(
        ({ verb, table }) => verb === 'update' && table === TABLES.rootKey,
      );
      if (changed.length === 2) await work();
    },
  };
}
