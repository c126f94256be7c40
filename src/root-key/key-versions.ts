import type { Keyring } from '#keyring/keyring.ts';
import { rewrap } from '#keyring/rewrap.ts';
import { materialContext } from '#keyring/wrap-contexts.ts';
import { updateRow } from '#store/commit/write-set.ts';
import type { BackgroundReader, Reader } from '#store/store.ts';
import { TABLES } from '#store/tables.ts';

const BATCH = 200;

/** Key versions, whose material is wrapped under a root key. They have no MAC: the wrap context authenticates their place. */
export const KEY_VERSIONS = {
  count: (db: BackgroundReader, under?: string) =>
    db.keyVersion.count({ where: under === undefined ? {} : { rootKeyId: under } }),
  async read(db: Reader, keyring: Keyring, { under }: { readonly under: string }) {
    const versions = await db.keyVersion.findMany({
      where: { rootKeyId: under },
      orderBy: { id: 'asc' },
      take: BATCH,
    });
    return versions.map(({ id, accountId, wrappedMaterial: wrapped }) => ({
      renew() {
        const { bytes, rootKeyId } = rewrap(
          keyring,
          materialContext(accountId, id),
          wrapped,
          under,
        );
        const to = { wrappedMaterial: bytes, rootKeyId };
        return updateRow(TABLES.keyVersion, { id }, to, { wrappedMaterial: wrapped });
      },
    }));
  },
};
