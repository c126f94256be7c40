import type { RecordedCall } from './recorded-call.ts';
import type { Fresh } from './template.ts';

type Row = Readonly<Record<string, unknown>>;

/** Reads rows of a table in which a column has a value. */
export type ReadRows = (table: string, column: string, value: string) => Promise<readonly Row[]>;

/** Columns whose values are new in each call. A call on an existing key keeps the ids of the key. */
const OF_ANY_CALL: Readonly<Record<string, Readonly<Record<string, keyof Fresh>>>> = {
  AuditEvent: { id: 'eventId', requestId: 'requestId', createdAt: 'time' },
  Nonce: { hash: 'nonceHash', expiresAt: 'expiry' },
};
const OF_NEW_KEY: typeof OF_ANY_CALL = {
  Key: {
    id: 'keyId',
    primaryVersionId: 'versionId',
    createdAt: 'time',
    lastRotationDate: 'time',
    policyMac: 'policyMac',
    tagsMac: 'tagsMac',
  },
  KeyVersion: {
    id: 'versionId',
    keyId: 'keyId',
    wrappedMaterial: 'wrappedMaterial',
    createdAt: 'time',
  },
  KeyWord: { keyId: 'keyId' },
  AuditEvent: { ...OF_ANY_CALL.AuditEvent, keyId: 'keyId', keyVersionId: 'versionId' },
};

/** A row that the recorded call wrote. */
export interface RecordedRow {
  readonly table: string;
  readonly columns: readonly string[];
  /** The values of the same row of another call, in the order of the columns. */
  readonly valuesOf: (fresh: Fresh) => unknown[];
}

/** The rows that a call wrote, parents first: found by its request id, its nonce and the key that it created. */
export async function readRecordedRows(
  { work, requestId, nonceHash, keyId }: RecordedCall,
  read: ReadRows,
): Promise<RecordedRow[]> {
  const isNew = work === 'createKey';
  const fields = isNew ? { ...OF_ANY_CALL, ...OF_NEW_KEY } : OF_ANY_CALL;
  const places: (readonly [table: string, column: string, value: string])[] = [
    ['AuditEvent', 'requestId', requestId],
    ['Nonce', 'hash', nonceHash],
  ];
  if (isNew)
    places.unshift(
      ['Key', 'id', keyId],
      ['KeyVersion', 'keyId', keyId],
      ['KeyWord', 'keyId', keyId],
    );
  const found: RecordedRow[] = [];
  for (const [table, column, value] of places)
    for (const row of await read(table, column, value))
      found.push(recordedRow(table, row, fields[table] ?? {}));
  return found;
}

function recordedRow(
  table: string,
  row: Row,
  fields: Readonly<Record<string, keyof Fresh>>,
): RecordedRow {
  const columns = Object.keys(row);
  const constants = Object.values(row);
  const changing = columns.flatMap((column, at) => {
    const field = fields[column];
    return field ? [{ at, field }] : [];
  });
  return {
    table,
    columns,
    valuesOf(fresh) {
      const values = constants.slice();
      for (const { at, field } of changing) values[at] = fresh[field];
      return values;
    },
  };
}
