import { useQuery } from 'urql';
import { useFormatter, useTranslations } from 'use-intl';
import { Link, useLocation, useSearch } from 'wouter';
import { KeyCountDocument } from '../../generated/documents/console/graphql.ts';
import { useMay } from '../api/may.ts';
import { keysArn, useViewer } from '../session/viewer.ts';
import { Button, GuardedButton } from '../ui/button.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { Page } from '../ui/page.tsx';
import { Filters } from './filters.tsx';
import type { KeyListState } from './key-list.ts';
import { KeyTable } from './key-table.tsx';
import { filterOf, formatAddress, type KeysAddress, parseAddress } from './keys-address.ts';
import './keys.css';
import { SelectedKeys } from './selected-keys.tsx';
import { useSelection } from './selection.ts';
import { useKeyList } from './use-key-list.ts';
import { WorkStatus } from './work-status.tsx';

const ACTIONS = ['kms:CreateKey', 'kms:ListTagResources'] as const;

/** All keys that the caller may see: search, filters, and what can be done with several of them. */
export default function Keys() {
  const t = useTranslations('keys');
  const [, navigate] = useLocation();
  const address = parseAddress(useSearch());
  const { kept, list, state, restart, newCount } = useKeyList(address);
  const selection = useSelection(list);
  const total = useTotal(address);
  const may = useMay(keysArn(useViewer()), ACTIONS);

  function change(part: Partial<KeysAddress>, isTyped = false) {
    const query = formatAddress({ ...parseAddress(window.location.search), ...part });
    navigate(query ? `/?${query}` : '/', { replace: isTyped });
  }

  return (
    <Page
      title={t('title')}
      actions={
        <GuardedButton
          may={may}
          needs="kms:CreateKey"
          look="primary"
          onPress={() => navigate('/create')}
        >
          {t('create')}
        </GuardedButton>
      }
    >
      <Filters address={address} may={may} onChange={change} />
      <WorkStatus />
      {selection.keyIds.size > 0 ? (
        <SelectedKeys list={list} selection={selection} />
      ) : (
        <Summary state={state} total={total} newCount={newCount} onShow={restart} />
      )}
      {state.count > 0 && (
        <KeyTable
          // Another list begins at its own place.
          key={kept.number}
          list={list}
          state={state}
          total={total}
          selection={selection}
          firstOffset={kept.offset}
          onScroll={(offset) => {
            kept.offset = offset;
          }}
        />
      )}
      <Below state={state} isFiltered={filterOf(address) !== null} onMore={list.readMore} />
    </Page>
  );
}

/** How many keys there are; undefined where it is not known or not told. */
function useTotal(address: KeysAddress): number | undefined {
  const [{ data }] = useQuery({
    query: KeyCountDocument,
    variables: { filter: filterOf(address) },
    requestPolicy: 'cache-and-network',
  });
  return data?.keys?.totalCount ?? undefined;
}

interface SummaryProps {
  readonly state: KeyListState;
  readonly total: number | undefined;
  readonly newCount: number;
  readonly onShow: () => void;
}

/** How many keys there are, and that there are new ones. */
function Summary({ state, total, newCount, onShow }: SummaryProps) {
  const t = useTranslations('keys');
  const format = useFormatter();
  const isWhole = !state.hasNextPage && !state.isLoading;
  const count = isWhole ? state.count : total;
  return (
    <div className="summary">
      <span role="status">
        {count === undefined
          ? t('loaded', { count: state.count })
          : t('count', { count, number: format.number(count) })}
      </span>
      {newCount > 0 && (
        <Button look="quiet" onPress={onShow}>
          {t('showNew', { count: newCount })}
        </Button>
      )}
    </div>
  );
}

interface BelowProps {
  readonly state: KeyListState;
  readonly isFiltered: boolean;
  readonly onMore: () => void;
}

/** What is below the rows: that more are read, why they could not be, that there are none. */
function Below({ state, isFiltered, onMore }: BelowProps) {
  const t = useTranslations();
  const { failure, isLoading, isPaused, hasNextPage, count } = state;
  if (failure)
    return (
      <>
        <FailureNotice failure={failure} />
        <Button onPress={onMore}>{t('common.retry')}</Button>
      </>
    );
  if (isLoading)
    return (
      <p role="status" className="loading">
        {t('common.loading')}
      </p>
    );
  if (isPaused)
    return (
      <div className="stack">
        <p className="hint">{t('keys.paused')}</p>
        <div>
          <Button onPress={onMore}>{t('common.loadMore')}</Button>
        </div>
      </div>
    );
  if (count > 0 || hasNextPage) return null;
  return (
    <div className="empty">
      <h2>{t(isFiltered ? 'keys.noMatch' : 'keys.empty')}</h2>
      <p>{t(isFiltered ? 'keys.noMatchHint' : 'keys.emptyHint')}</p>
      {!isFiltered && <Link href="/create">{t('create.title')}</Link>}
    </div>
  );
}
