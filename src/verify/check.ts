import type { RowQuery } from '#integrity/sealed/sealed-table.ts';
import type { CheckResult } from './findings.ts';

/** The rows to read: a page of those after an id, or those with some ids. */
export type Ids = Exclude<RowQuery, { readonly under: string }>;

/** How the rows of one table are read and checked. */
export interface Check<Row> {
  readonly count: () => Promise<number>;
  /** Rows in the order of their ids. */
  readonly read: (ids: Ids) => Promise<Row[]>;
  readonly check: (rows: readonly Row[]) => Promise<CheckResult[]>;
}

/** The rows to read, of a table with the column `id`. */
export const page = (ids: Ids) =>
  ({
    where: { id: 'after' in ids ? { gt: ids.after } : { in: [...ids.ids] } },
    orderBy: { id: 'asc' },
    take: 200,
  }) as const;
