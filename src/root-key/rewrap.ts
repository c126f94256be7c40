import type { Keyring, WrapContext } from '#keyring/keyring.ts';
import { accessKeySecretContext, materialContext } from '#keyring/wrap-contexts.ts';
import type { Rewrap } from '#store/commit/writes.ts';
import type { Store } from '#store/store.ts';

/** Few enough that requests which share the database do not notice. */
const BATCH = 200;

interface Value {
  readonly table: Rewrap['table'];
  readonly id: string;
  readonly place: WrapContext;
  readonly wrapped: Uint8Array;
}

/** The next values that are wrapped under a root key, of one table or the other. */
async function valuesUnder(db: Store['db'], rootKeyId: string): Promise<Value[]> {
  const page = { where: { rootKeyId }, orderBy: { id: 'asc' }, take: BATCH } as const;
  const versions = await db.keyVersion.findMany(page);
  if (versions.length > 0)
    return versions.map(({ id, accountId, wrappedMaterial }) => ({
      table: 'keyVersion',
      id,
      place: materialContext(accountId, id),
      wrapped: wrappedMaterial,
    }));
  const accessKeys = await db.accessKey.findMany(page);
  return accessKeys.map(({ id, accountId, sealedSecret }) => ({
    table: 'accessKey',
    id,
    place: accessKeySecretContext(accountId, id),
    wrapped: sealedSecret,
  }));
}

function wrapAnew(keyring: Keyring, from: string, { table, id, place, wrapped }: Value): Rewrap {
  // Imported material that is away: there is nothing to wrap, but the row must let go of the old root key.
  if (wrapped.length === 0)
    return { table, id, from: wrapped, to: wrapped, rootKeyId: keyring.currentId };
  const secret = keyring.unwrap(place, wrapped, from);
  try {
    const { bytes, rootKeyId } = keyring.wrap(place, secret);
    return { table, id, from: wrapped, to: bytes, rootKeyId };
  } finally {
    secret.fill(0);
  }
}

/**
 * Wraps everything that is under a root key anew, under the one that the keyring wraps under. Each value is changed
 * only while it is what was read, so this may run beside servers, twice at once, and be killed: what is left is found
 * again by its root key. @param wrapped takes how many more were done
 */
export async function rewrapAll(
  { db, commit }: Store,
  keyring: Keyring,
  from: string,
  wrapped: (count: number) => void,
): Promise<void> {
  for (;;) {
    const values = await valuesUnder(db, from);
    if (values.length === 0) return;
    await commit({ rewraps: values.map((value) => wrapAnew(keyring, from, value)) });
    wrapped(values.length);
  }
}
