/** How a column's value is written to and compared in the database. */
export type ColumnKind = 'text' | 'integer' | 'boolean' | 'time' | 'bytes';

/**
 * What a commit has to know of a table. Every column is listed, or the description does not
 * compile: a column left out would be stored as NULL.
 */
export interface Table<Row extends object = object> {
  /** The table's name in the database. */
  readonly name: string;
  readonly columns: { readonly [Column in keyof Row & string]-?: ColumnKind };
  /** Rows are inserted in ascending order and deleted in descending order: a parent's is lower. */
  readonly depth: number;
  /** The list of an invalidation that names rows of this table once they are changed or deleted. */
  readonly invalidates?: 'keyIds' | 'accessKeyIds';
  /**
   * The rows decide who may do what. A commit that writes them raises the number of their account in IdentityEpoch, so
   * `accountId` is among the columns by which a row is updated or deleted.
   */
  readonly isIdentity?: true;
  /** Requests only insert rows and add to their numbers, so a lane can write them without Prisma (commit/lane.ts). */
  readonly isAppendOnly?: true;
  /** An update changes unique columns, so rows are updated one after the other, in their order. */
  readonly updatedInOrder?: true;
  /**
   * The column with a random value that only one request writes: if the row exists, that request
   * was committed.
   */
  readonly proof?: string;
  /**
   * How the rows of a parent are counted, by the column that names the parent, where an index does not do it: what to
   * read instead of the table, and its number of rows. The same SQL in both databases.
   */
  readonly counted?: Readonly<Record<string, { readonly from: string; readonly rows: string }>>;
}

/** What to read to count the rows of a parent. */
export const countedBy = ({ name, counted }: Table, column: string) =>
  counted?.[column] ?? { from: `"${name}"`, rows: 'count(*)' };

/** A table's description, with the type of its rows. */
export const describe = <Row extends object>(table: Table<Row>): Table<Row> => table;
