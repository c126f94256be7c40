import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useNarrow } from '../ui/use-narrow.ts';
import type { KeyList, KeyListState } from './key-list.ts';
import { KeyRow } from './key-row.tsx';
import { RowCheckbox } from './row-checkbox.tsx';
import type { Selection } from './selection.ts';

const ROW_PIXELS = 54;
const PHONE_ROW_PIXELS = 60;
const ROWS_BEYOND = 12;

interface KeyTableProps {
  readonly list: KeyList;
  readonly state: KeyListState;
  /** How many keys there are; undefined where it is not known. */
  readonly total: number | undefined;
  readonly selection: Selection;
  readonly firstOffset: number;
  readonly onScroll: (offset: number) => void;
}

/** The keys, of which only the rows that are to be seen are in the document. */
export function KeyTable(props: KeyTableProps) {
  const { list, state, total, selection, firstOffset, onScroll } = props;
  const t = useTranslations('keys');
  const scroller = useRef<HTMLElement>(null);
  const rowPixels = useNarrow() ? PHONE_ROW_PIXELS : ROW_PIXELS;
  const rows = useVirtualizer({
    count: state.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPixels,
    overscan: ROWS_BEYOND,
    initialOffset: firstOffset,
    onChange: ({ scrollOffset }) => onScroll(scrollOffset ?? 0),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sizes of rows are kept until it is told to forget them
  useEffect(() => rows.measure(), [rowPixels]);

  const items = rows.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new state can have room for the next page
  useEffect(() => list.show(first, last), [list, state, first, last]);

  const { size } = selection.keyIds;
  const isWhole = !state.hasNextPage;
  return (
    <section
      ref={scroller}
      className="key-scroller"
      data-scroller
      aria-label={t('list')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled with the keyboard
      tabIndex={0}
    >
      <table
        className="table key-table"
        aria-label={t('list')}
        aria-rowcount={isWhole ? state.count + 1 : total === undefined ? -1 : total + 1}
        aria-busy={state.isLoading}
      >
        <thead>
          <tr aria-rowindex={1}>
            <th className="select-cell">
              <RowCheckbox
                label={t('selectAll')}
                isSelected={size > 0 && size >= state.count}
                isIndeterminate={size > 0 && size < state.count}
                onSelect={selection.setAll}
              />
            </th>
            <th scope="col" className="name-cell">
              {t('description')}
            </th>
            <th scope="col" className="aliases-cell">
              {t('aliases')}
            </th>
            <th scope="col" className="state-cell">
              {t('state')}
            </th>
            <th scope="col" className="spec-cell">
              {t('spec')}
            </th>
            <th scope="col" className="usage-cell">
              {t('usage')}
            </th>
            <th scope="col" className="origin-cell">
              {t('origin')}
            </th>
            <th scope="col" className="created-cell">
              {t('created')}
            </th>
          </tr>
        </thead>
        <tbody>
          <Gap pixels={items[0]?.start ?? 0} />
          {items.map(({ index, key }) => {
            const keyMetadata = list.keyAt(index);
            return (
              keyMetadata && (
                <KeyRow
                  key={key}
                  keyMetadata={keyMetadata}
                  index={index}
                  isSelected={selection.keyIds.has(keyMetadata.keyId)}
                  onSelect={selection.set}
                />
              )
            );
          })}
          <Gap pixels={rows.getTotalSize() - (items.at(-1)?.end ?? 0)} />
        </tbody>
      </table>
    </section>
  );
}

/** In place of the rows that are not in the document. */
const Gap = ({ pixels }: { readonly pixels: number }) =>
  pixels > 0 && (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row cannot get the focus
    <tr aria-hidden="true" className="gap">
      <td style={{ height: pixels }} />
    </tr>
  );
