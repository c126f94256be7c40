import type { Keyring, WrapContext } from '#keyring/keyring.ts';
import { accessKeySecretContext, materialContext } from '#keyring/wrap-contexts.ts';
import { ConflictError, type Update, updateRow } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';

/** Small enough not to delay requests to the same database. */
const BATCH = 200;

/** A wrapped value and where it is stored. */
interface StoredValue {
  readonly context: WrapContext;
  readonly wrapped: Uint8Array<ArrayBuffer>;
  /** The update of its row. It fails if the value is no longer the one that was read. */
  readonly replace: (wrapped: Uint8Array<ArrayBuffer>, rootKeyId: string) => Update;
}

/** The next values that are wrapped under a root key, of one table or the other. */
async function valuesUnder(db: Store['db'], rootKeyId: string): Promise<StoredValue[]> {
  const page = { where: { rootKeyId }, orderBy: { id: 'asc' }, take: BATCH } as const;
  const versions = await db.keyVersion.findMany(page);
  if (versions.length > 0)
    return versions.map(({ id, accountId, wrappedMaterial: wrapped }) => ({
      context: materialContext(accountId, id),
      wrapped,
      replace: (wrappedMaterial, under) =>
        updateRow(
          TABLES.keyVersion,
          { id },
          { wrappedMaterial, rootKeyId: under },
          { wrappedMaterial: wrapped },
        ),
    }));
  const accessKeys = await db.accessKey.findMany(page);
  return accessKeys.map(({ id, accountId, sealedSecret: wrapped }) => ({
    context: accessKeySecretContext(accountId, id),
    wrapped,
    replace: (sealedSecret, under) =>
      updateRow(
        TABLES.accessKey,
        { id },
        { sealedSecret, rootKeyId: under },
        { sealedSecret: wrapped },
      ),
  }));
}

function rewrap(
  keyring: Keyring,
  from: string,
  { context, wrapped, replace }: StoredValue,
): Update {
  // Imported material that was deleted: there is nothing to wrap, but the row must not name the old root key.
  if (wrapped.length === 0) return replace(wrapped, keyring.currentId);
  const secret = keyring.unwrap(context, wrapped, from);
  try {
    const { bytes, rootKeyId } = keyring.wrap(context, secret);
    return replace(bytes, rootKeyId);
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
    const outcomes = await Promise.allSettled(
      values.map((value) => commit([rewrap(keyring, from, value)])),
    );
    for (const outcome of outcomes)
      if (outcome.status === 'rejected' && !(outcome.reason instanceof ConflictError))
        throw outcome.reason;
    onRewrapped(outcomes.filter(({ status }) => status === 'fulfilled').length);
  }
}
