import type { KeyMaterial } from '#domain/key-material.ts';
import type { SecretBytes } from '#domain/secret-bytes.ts';
import type { Kms } from './kms.ts';

/** Bytes in the server's memory, held as no code of the service holds them. */
export interface HeldBytes {
  readonly isZeroed: () => boolean;
}

export function hold(secret: SecretBytes | undefined): HeldBytes {
  if (!secret) throw new Error('There is nothing to hold.');
  const { bytes } = secret;
  return { isZeroed: () => bytes.every((byte) => byte === 0) };
}

/** The material of a key version in the cache of a server, which unwraps it if it is not there. */
export async function holdMaterial(
  { services: { materials } }: Kms,
  name: { readonly accountId: string; readonly keyId: string; readonly keyVersionId: string },
): Promise<HeldBytes> {
  let held: KeyMaterial | undefined;
  await materials.use(name, (material) => {
    held = material;
  });
  return hold(held);
}

/** The secret of an access key, likewise. */
export async function holdSecret(
  { deployment: { accessKeys } }: Kms,
  id: string,
): Promise<HeldBytes> {
  let held: SecretBytes | undefined;
  await accessKeys.use(id, (accessKey) => {
    held = accessKey?.secret;
  });
  return hold(held);
}

/** The next invalidation that a server receives; its caches have been cleared of it by then. */
export const nextInvalidation = ({ store }: Kms): Promise<unknown> =>
  new Promise((resolve) => {
    const subscription = store.invalidations.subscribe((invalidation) => {
      subscription[Symbol.dispose]();
      resolve(invalidation);
    });
  });

/** Does what changes a key or a credential, and waits until the server has heard of it too. */
export async function andHear(kms: Kms, change: () => Promise<unknown>): Promise<void> {
  const heard = nextInvalidation(kms);
  await change();
  await heard;
}
