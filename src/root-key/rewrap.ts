import type { Keyring, WrapContext } from '#keyring/keyring.ts';
import { accessKeySecretContext, materialContext } from '#keyring/wrap-contexts.ts';
import type { Rewrap } from '#store/commit/writes.ts';
import type { Store } from '#store/store.ts';

/** Small enough not to delay requests to the same database. */
const BATCH = 200;

/** A stored secret, and where it is stored. */
interface Value {
  readonly table: Rewrap['table'];
  readonly id: string;
  readonly context: WrapContext;
  readonly wrapped: Uint8Array;
}

/** The next values that are wrapped under a root key: key versions first, then access keys. */
async function valuesUnder(db: Store['db'], rootKeyId: string): Promise<Value[]> {
  const page = { where: { rootKeyId }, orderBy: { id: 'asc' }, take: BATCH } as const;
  const versions = await db.keyVersion.findMany(page);
  if (versions.length > 0)
    return versions.map(({ id, accountId, wrappedMaterial }) => ({
      table: 'keyVersion',
      id,
      context: materialContext(accountId, id),
      wrapped: wrappedMaterial,
    }));
  const accessKeys = await db.accessKey.findMany(page);
  return accessKeys.map(({ id, accountId, sealedSecret }) => ({
    table: 'accessKey',
    id,
    context: accessKeySecretContext(accountId, id),
    wrapped: sealedSecret,
  }));
}

function rewrapValue(
  keyring: Keyring,
  from: string,
  { table, id, context, wrapped }: Value,
): Rewrap {
  // Deleted imported material: there is nothing to wrap, but the row must no longer refer to the old root key.
  if (wrapped.length === 0)
    return { table, id, from: wrapped, to: wrapped, rootKeyId: keyring.currentId };
  const secret = keyring.unwrap(context, wrapped, from);
  try {
    const { bytes, rootKeyId } = keyring.wrap(context, secret);
    return { table, id, from: wrapped, to: bytes, rootKeyId };
  } finally {
    secret.fill(0);
  }
}

/**
 * Wraps all values of a root key again, under the keyring's current root key. A value is changed only while it is what was
 * read, so this can run beside servers, run twice at once, and be killed: the next run finds the remaining values by
 * their root key.
 * @param onRewrapped gets the number of values of each batch
 */
export async function rewrapAll(
  { db, commit }: Store,
  keyring: Keyring,
  from: string,
  onRewrapped: (count: number) => void,
): Promise<void> {
  for (;;) {
    const values = await valuesUnder(db, from);
    if (values.length === 0) return;
    await commit({ rewraps: values.map((value) => rewrapValue(keyring, from, value)) });
    onRewrapped(values.length);
  }
}
