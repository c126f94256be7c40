import type { ReactNode } from 'react';
import {
  Table as AriaTable,
  Cell,
  Column,
  Row,
  TableBody,
  TableHeader,
} from 'react-aria-components/Table';
import { useTranslations } from 'use-intl';

/** A column of a table. */
export interface ColumnOf<Item> {
  readonly name: string;
  readonly cell: (item: Item) => ReactNode;
  /** The column that names the row, for screen readers. */
  readonly isRowHeader?: boolean;
}

interface DataTableProps<Item> {
  readonly label: string;
  readonly columns: readonly ColumnOf<Item>[];
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => string;
  readonly empty?: string;
}

/** A table of some hundred rows. Lists without an end have their own (keys/). */
export function DataTable<Item>({ label, columns, items, idOf, empty }: DataTableProps<Item>) {
  const t = useTranslations('common');
  return (
    <div className="table-scroller">
      <AriaTable aria-label={label} className="table">
        <TableHeader>
          {columns.map(({ name, isRowHeader = false }) => (
            <Column key={name} isRowHeader={isRowHeader}>
              {name}
            </Column>
          ))}
        </TableHeader>
        <TableBody renderEmptyState={() => <span className="hint">{empty ?? t('none')}</span>}>
          {items.map((item) => (
            <Row key={idOf(item)} id={idOf(item)}>
              {columns.map(({ name, cell }) => (
                <Cell key={name}>{cell(item)}</Cell>
              ))}
            </Row>
          ))}
        </TableBody>
      </AriaTable>
    </div>
  );
}
