import type { Tag } from '#domain/tags.ts';
import type { Keyring } from '#keyring/keyring.ts';
import type { Reader } from '#store/store.ts';
import { areTagsAuthentic, type GovernedKey, type KeyMacs } from './key-macs.ts';
import { readIntact } from './read-intact.ts';

/** The tags of a key, with the MACs that the key has with them. */
export interface IntactTags {
  readonly tags: readonly Tag[];
  readonly macs: KeyMacs;
}

const MACS = { policyMac: true, tagsMac: true, macRootKeyId: true } as const;

/**
 * The tags of a key; undefined if they were altered outside this service, or the key is gone.
 * @param first tags that were read before, if any
 * @throws ServiceUnavailableError
 */
export async function readTags(
  db: Reader,
  keyring: Keyring,
  key: GovernedKey,
  first?: readonly Tag[],
): Promise<IntactTags | undefined> {
  const where = { keyId: key.id };
  const tags = first ?? (await db.tag.findMany({ where }));
  if (areTagsAuthentic(keyring, key, tags)) return { tags, macs: key };
  // The key was read before its tags, which may have changed in between.
  const again = await readIntact(
    async () => {
      const macs = await db.key.findUnique({ where: { id: key.id }, select: MACS });
      if (!macs?.tagsMac) return null;
      return { row: { mac: macs.tagsMac }, macs, tags: await db.tag.findMany({ where }) };
    },
    (one) => areTagsAuthentic(keyring, { ...key, ...one.macs }, one.tags),
  );
  return again?.isIntact ? again.value : undefined;
}
