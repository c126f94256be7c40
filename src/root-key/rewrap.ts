import type { Keyring, Place } from '#keyring/keyring.ts';
import { accessKeySecretPlace, materialPlace } from '#keyring/wrap-contexts.ts';
import { ConflictError, type Update, updateRow } from '#store/commit/write-set.ts';
import type { Store } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';

/** Few enough that requests which share the database do not notice. */
const BATCH = 200;

/** A wrapped value and where it is stored. */
interface StoredValue {
  readonly place: Place;
  readonly wrapped: Uint8Array<ArrayBuffer>;
  /** The update of its row, good only while the value is the one that was read. */
  readonly replace: (wrapped: Uint8Array<ArrayBuffer>, rootKeyId: string) => Update;
}

/** The next values that are wrapped under a root key, of one table or the other. */
async function valuesUnder(db: Store['db'], rootKeyId: string): Promise<StoredValue[]> {
  const page = { where: { rootKeyId }, orderBy: { id: 'asc' }, take: BATCH } as const;
  const versions = await db.keyVersion.findMany(page);
  if (versions.length > 0)
    return versions.map(({ id, accountId, wrappedMaterial: wrapped }) => ({
      place: materialPlace(accountId, id),
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
    place: accessKeySecretPlace(accountId, id),
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

function rewrap(keyring: Keyring, from: string, { place, wrapped, replace }: StoredValue): Update {
  // Imported material that was deleted: there is nothing to wrap, but the row must not name the old root key.
  if (wrapped.length === 0) return replace(wrapped, keyring.wrapsUnder);
  const secret = keyring.unwrap(place, wrapped, from);
  try {
    const { bytes, rootKeyId } = keyring.wrap(place, secret);
    return replace(bytes, rootKeyId);
  } finally {
    secret.fill(0);
  }
}

/**
 * Wraps every value that is under a root key again, under the current one. Each value is changed
 * only while it is what was read, so this may run beside servers, twice at once, and be killed: the
 * values that are left still name the old root key.
 * @param rewrapped is called with the number of values after each batch
 */
export async function rewrapAll(
  { db, commit }: Store,
  keyring: Keyring,
  from: string,
  rewrapped: (count: number) => void,
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
    rewrapped(outcomes.filter(({ status }) => status === 'fulfilled').length);
  }
}
