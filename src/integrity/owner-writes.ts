import type { Keyring } from '#keyring/keyring.ts';
import {
  deleteRow,
  insertRow,
  insertUnique,
  updateRow,
  type Write,
} from '#store/commit/write-set.ts';
import type { Table } from '#store/table.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import { type Owner, sealOwner } from './owners.ts';
import { macOfRow } from './row-mac.ts';

type AccessKeyRow = Rows['accessKey'];
type AttachmentRow = Rows['attachment'];

const tableOf = ({ type }: Owner) => TABLES[type] as unknown as Table<Owner['row']>;
const placeOf = ({ type, row }: Owner): Partial<Owner['row']> =>
  type === 'account' ? { id: row.id } : { id: row.id, accountId: row.accountId };
const nameOf = ({ principalId, policyType, policyName }: AttachmentRow): string =>
  JSON.stringify([principalId, policyType, policyName]);

/** An access key with its MAC, under the root key that wraps its secret. */
export const sealAccessKey = (keyring: Keyring, row: AccessKeyRow): AccessKeyRow => ({
  ...row,
  mac: macOfRow(keyring, TABLES.accessKey, row, [], row.rootKeyId).mac,
});

/** The rows of a new account, user or role. @param taken the error where a user or role of its name exists */
export function insertOwner(keyring: Keyring, owner: Owner, taken?: () => Error): Write[] {
  const { row, accessKeys } = sealOwner(keyring, owner);
  const unique = owner.type === 'account' ? ['id'] : ['accountId', 'name'];
  return [
    insertUnique(tableOf(owner), row, unique as never, taken ?? 'conflict'),
    ...accessKeys.map((one) => insertUnique(TABLES.accessKey, sealAccessKey(keyring, one), ['id'])),
  ];
}

/** Deletes a user or role. The commit fails if anything of it has changed since it was read. */
export const deleteOwner = (owner: Owner): Write =>
  deleteRow(tableOf(owner), placeOf(owner), { mac: owner.row.mac });

/**
 * The writes that turn one owner into another: its row, its access keys and its attachments. The commit fails if any of
 * them has changed since it was read, because each change gives the owner another MAC.
 * @param before what was read, and found authentic
 */
export function changeOwner<O extends Owner>(keyring: Keyring, before: O, after: O): Write[] {
  const { row } = sealOwner(keyring, after);
  return [
    updateRow(tableOf(before), placeOf(before), changes(before.row, row), { mac: before.row.mac }),
    ...accessKeyWrites(keyring, before.accessKeys, after.accessKeys),
    ...attachmentWrites(before.attachments, after.attachments),
  ];
}

/** The columns that differ. */
const changes = <Row extends object>(before: Row, after: Row): Partial<Row> =>
  Object.fromEntries(
    Object.entries(after).filter(([column, value]) => before[column as keyof Row] !== value),
  ) as Partial<Row>;

function accessKeyWrites(
  keyring: Keyring,
  before: readonly AccessKeyRow[],
  after: readonly AccessKeyRow[],
): Write[] {
  const kept = new Map(after.map((row) => [row.id, row]));
  const known = new Map(before.map((row) => [row.id, row]));
  return [
    ...before.flatMap((old): Write[] => {
      const { id, accountId } = old;
      const next = kept.get(id);
      if (!next) return [deleteRow(TABLES.accessKey, { id, accountId })];
      if (next === old) return [];
      const { mac } = old;
      const to = changes(old, sealAccessKey(keyring, next));
      return [updateRow(TABLES.accessKey, { id, accountId }, to, { mac })];
    }),
    ...after
      .filter(({ id }) => !known.has(id))
      .map((row) => insertUnique(TABLES.accessKey, sealAccessKey(keyring, row), ['id'])),
  ];
}

function attachmentWrites(
  before: readonly AttachmentRow[],
  after: readonly AttachmentRow[],
): Write[] {
  const kept = new Set(after.map(nameOf));
  const known = new Set(before.map(nameOf));
  return [
    ...before
      .filter((row) => !kept.has(nameOf(row)))
      .map(({ accountId, principalId, policyType, policyName }) =>
        deleteRow(TABLES.attachment, { accountId, principalId, policyType, policyName }),
      ),
    ...after
      .filter((row) => !known.has(nameOf(row)))
      .map((row) => insertRow(TABLES.attachment, row)),
  ];
}
