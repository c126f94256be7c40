import { isSymmetric } from '#domain/key-spec.ts';
import type { Keyring } from '#keyring/keyring.ts';
import type { Reader } from '#store/store.ts';
import type { Rows } from '#store/tables.ts';
import { type Check, page } from './check.ts';
import type { CheckResult } from './findings.ts';
import { openMaterial } from './open-material.ts';

/**
 * Opens and uses the material of key versions.
 * @param under a root key id; absent: the one in each row
 */
export const checkVersions = (
  db: Reader,
  keyring: Keyring,
  under: string | undefined,
): Check<Rows['keyVersion']> => ({
  count: () => db.keyVersion.count(),
  read: (ids) => db.keyVersion.findMany(page(ids)),
  async check(versions) {
    const ids = versions.map(({ keyId }) => keyId);
    const specs = new Map(
      (await db.key.findMany({ where: { id: { in: ids } }, select: { id: true, spec: true } })).map(
        ({ id, spec }) => [id, spec],
      ),
    );
    return versions.map((version) =>
      openMaterial(version, specs.get(version.keyId), keyring, under ?? version.rootKeyId),
    );
  },
});

/** The columns to read. Others, such as the description, can be long. */
const KEY_COLUMNS = {
  id: true,
  accountId: true,
  state: true,
  spec: true,
  origin: true,
  primaryVersionId: true,
} as const;
type CheckedKey = Pick<Rows['key'], keyof typeof KEY_COLUMNS>;

/**
 * A key that waits for the import of its material, or for its deletion, can be without it. All other keys have
 * material.
 */
const mayLackMaterial = ({ origin, state }: CheckedKey): boolean =>
  origin === 'EXTERNAL' && (state === 'PendingImport' || state === 'PendingDeletion');

/** Looks for keys without material, or without their primary version. */
export const checkKeys = (db: Reader): Check<CheckedKey> => ({
  count: () => db.key.count(),
  read: (ids) => db.key.findMany({ ...page(ids), select: KEY_COLUMNS }) as Promise<CheckedKey[]>,
  async check(keys) {
    const ids = keys.flatMap(({ primaryVersionId }) => primaryVersionId ?? []);
    // Key pairs have no primary version: any version will do.
    const pairs = keys.filter(({ spec }) => !isSymmetric(spec)).map(({ id }) => id);
    const withVersion = new Set(
      (
        await db.keyVersion.findMany({
          where: { keyId: { in: pairs } },
          select: { keyId: true },
          distinct: ['keyId'],
        })
      ).map(({ keyId }) => keyId),
    );
    const versions = new Map(
      (await db.keyVersion.findMany({ where: { id: { in: ids } } })).map((version) => [
        version.id,
        version,
      ]),
    );
    return keys.map((key): CheckResult => {
      if (withVersion.has(key.id)) return { rowId: key.id, counts: { keys: 1 } };
      const version = versions.get(key.primaryVersionId ?? '');
      const isOwn = version?.keyId === key.id && version.accountId === key.accountId;
      if (isOwn && version.wrappedMaterial.length > 0)
        return { rowId: key.id, counts: { keys: 1 } };
      const counts = { keys: 1, withoutMaterial: 1 };
      if (key.primaryVersionId && !isOwn)
        return {
          rowId: key.id,
          counts,
          problem: {
            of: 'key',
            id: key.id,
            what: `its version ${key.primaryVersionId} is missing`,
          },
        };
      if (mayLackMaterial(key)) return { rowId: key.id, counts };
      return {
        rowId: key.id,
        counts,
        problem: {
          of: 'key',
          id: key.id,
          what: `its state is ${key.state}, and it has no material`,
        },
      };
    });
  },
});
