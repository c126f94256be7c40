import type { Tag } from '#domain/tags.ts';
import { macsOfKey } from '#integrity/key-macs.ts';
import type { Server } from '#server.ts';
import { insertUnique, updateRow } from '#store/commit/write-set.ts';
import { type KeyRow, type Rows, TABLES } from '#store/tables.ts';

type Running = Pick<Server, 'store' | 'deployment'>;

/** A key row with its MACs, as createKey stores it. Without them the key is denied to everybody. */
export const sealed = (
  { deployment: { keyring } }: Pick<Running, 'deployment'>,
  key: Rows['key'],
  tags: readonly Tag[] = [],
): Rows['key'] => ({ ...key, ...macsOfKey(keyring, key, tags) });

/** Adds tags to a key, past the operation, with the MACs of the key. */
export async function fillTags(
  kms: Running,
  keyId: string,
  tags: readonly (readonly [string, string])[],
): Promise<void> {
  const { db, commit } = kms.store;
  const key = (await db.key.findUniqueOrThrow({ where: { id: keyId } })) as KeyRow;
  const { accountId } = key;
  const before = await db.tag.findMany({ where: { keyId } });
  const rows = tags.map(([tagKey, tagValue]) => ({ accountId, keyId, tagKey, tagValue }));
  const after = new Map([...before, ...rows].map((tag) => [tag.tagKey, tag]));
  await commit([
    ...rows.map((row) => insertUnique(TABLES.tag, row, ['keyId', 'tagKey'], 'replace')),
    updateRow(
      TABLES.key,
      { id: keyId },
      macsOfKey(kms.deployment.keyring, key, [...after.values()]),
    ),
  ]);
}
