import type { ColumnKind, Table } from '../table.ts';
import { TABLES } from '../tables.ts';

/**
 * A shape names a table and columns as one text, such as `Key id state`: statements are prepared once for each shape, and
 * a text can be sent to another thread.
 */
export const shapeOf = (table: Table, ...lists: readonly (readonly string[])[]): string =>
  [table.name, ...lists.map((columns) => columns.join(','))].join(' ');

const BY_NAME: ReadonlyMap<string, Table> = new Map(
  Object.values(TABLES).map((table) => [table.name, table]),
);

/** The table and the lists of columns that a shape names. @throws TypeError for any other text */
export function readShape(shape: string): {
  readonly table: Table;
  readonly lists: readonly (readonly string[])[];
} {
  const [name = '', ...lists] = shape.split(' ');
  const table = BY_NAME.get(name);
  if (!table) throw new TypeError(`no table has the shape ${shape}`);
  return { table, lists: lists.map((columns) => (columns ? columns.split(',') : [])) };
}

/** The kind of a column. @throws TypeError for a column that the table does not have */
export function kindOf({ name, columns }: Table, column: string): ColumnKind {
  const kind = (columns as Readonly<Record<string, ColumnKind>>)[column];
  if (!kind) throw new TypeError(`the table ${name} has no column ${column}`);
  return kind;
}
