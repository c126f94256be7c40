import { useTranslations } from 'use-intl';
import type { Pages } from '../api/use-pages.ts';
import { Button } from '../ui/button.tsx';
import { type ColumnOf, DataTable } from '../ui/data-table.tsx';
import { Loaded } from '../ui/page.tsx';

interface PagedTableProps<Item> {
  readonly label: string;
  readonly pages: Pages<Item>;
  readonly columns: readonly ColumnOf<Item>[];
  readonly idOf: (item: Item) => string;
  readonly empty: string;
}

/** A table of a list that grows by pages, and how much of it is shown. */
export function PagedTable<Item>({ pages, ...table }: PagedTableProps<Item>) {
  const t = useTranslations();
  const { items, totalCount, isLoading, failure, loadMore } = pages;
  return (
    <Loaded data={items} isLoading={isLoading} failure={failure}>
      {(loaded) => (
        <>
          <DataTable {...table} items={loaded} />
          <div className="actions list-end">
            {totalCount !== undefined && (
              <span className="hint">
                {t('access.shown', { shown: loaded.length, total: totalCount })}
              </span>
            )}
            {loadMore && <Button onPress={loadMore}>{t('common.loadMore')}</Button>}
            {isLoading && <span role="status">{t('common.loading')}</span>}
          </div>
        </>
      )}
    </Loaded>
  );
}
