import { lengthPrefixed } from '#domain/length-prefixed.ts';
import type { Keyring, Mac } from '#keyring/keyring.ts';
import type { Table } from '#store/table.ts';

/** Rows that belong to another one: a MAC of that row covers them too, all of them together. */
export interface Members<Row extends object = object> {
  readonly table: Table<Row>;
  readonly rows: readonly Row[];
  /** Columns that are not covered, since they change on their own. */
  readonly except?: readonly (keyof Row & string)[];
}

/** Members of any table. */
export type AnyMembers = Omit<Members, 'table' | 'except'> & {
  readonly table: Pick<Table, 'name' | 'columns'>;
  readonly except?: readonly string[];
};

/** A MAC that fits no row: what has such a row is denied. */
export const INVALID_MAC = new Uint8Array(32);

/** A MAC that fits no row, as if it were made under the current root key. */
export const invalidUnder = ({ currentId }: Keyring): Mac => ({
  mac: INVALID_MAC,
  rootKeyId: currentId,
});

/** What a MAC does not cover: itself. The root key's id is not secret, and another one makes the MAC wrong. */
const OWN_COLUMNS = ['mac', 'rootKeyId'];

/** A value as a text that is the same for both databases. */
function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return String(value);
}

/**
 * The columns of a row by name, without those that are null: a column that a later release adds changes no MAC while it
 * is empty.
 */
function encode(
  { name, columns }: Pick<Table, 'name' | 'columns'>,
  row: object,
  except: readonly string[],
): Buffer {
  const values = row as Readonly<Record<string, unknown>>;
  const covered = Object.keys(columns)
    .filter((column) => !except.includes(column) && (values[column] ?? null) !== null)
    .toSorted();
  return lengthPrefixed([name, ...covered.flatMap((column) => [column, textOf(values[column])])]);
}

function dataOf(table: AnyMembers['table'], row: object, members: readonly AnyMembers[]): Buffer {
  const encoded = members.flatMap(({ table: of, rows, except = [] }) =>
    rows.map((one) => encode(of, one, [...OWN_COLUMNS, ...except]).toString('base64')),
  );
  return lengthPrefixed([
    encode(table, row, OWN_COLUMNS).toString('base64'),
    ...encoded.toSorted(), // in any order they are the same set
  ]);
}

/**
 * The MAC of a row and of what belongs to it, to be stored in its columns `mac` and `rootKeyId`.
 * @param under the root key that also wraps a secret of the row; absent: the current one
 */
export const macOfRow = (
  keyring: Keyring,
  table: AnyMembers['table'],
  row: object,
  members: readonly AnyMembers[] = [],
  under?: string,
): Mac => keyring.mac(dataOf(table, row, members), under);

/**
 * Whether a row and what belongs to it are as this service wrote them: nothing altered, missing or added.
 * @throws ServiceUnavailableError where the keyring does not have the row's root key
 */
export function isAuthentic(
  keyring: Keyring,
  table: AnyMembers['table'],
  row: { readonly mac: Uint8Array | null; readonly rootKeyId: string | null },
  members: readonly AnyMembers[] = [],
): boolean {
  const { mac, rootKeyId } = row;
  if (!mac || !rootKeyId) return false;
  return keyring.isMacOf(dataOf(table, row, members), { mac: new Uint8Array(mac), rootKeyId });
}
