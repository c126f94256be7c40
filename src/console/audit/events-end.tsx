import { useTranslations } from 'use-intl';
import { Button } from '../ui/button.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import type { Events } from './use-events.ts';

interface EventsEndProps {
  readonly found: Events;
  /** Whether no event is shown. */
  readonly isEmpty: boolean;
}

/** Below the events: whether there are more, how far was searched, and what failed. */
export function EventsEnd({ found, isEmpty }: EventsEndProps) {
  const t = useTranslations();
  const { isEnd, isLoading, pages, failure, loadMore } = found;
  return (
    <div className="stack events-end">
      <p role="status" className={isLoading ? 'hint loading' : 'hint'}>
        {isLoading && t('common.loading')}
        {isEnd && t(isEmpty ? 'audit.nothing' : 'audit.allShown')}
        {!isLoading && !isEnd && !failure && t('audit.searchedSoFar', { pages })}
      </p>
      <FailureNotice failure={failure} />
      {!isLoading && !isEnd && (
        <div className="actions">
          <Button onPress={loadMore}>
            {failure
              ? t('common.retry')
              : isEmpty
                ? t('audit.searchFurther')
                : t('common.loadMore')}
          </Button>
        </div>
      )}
    </div>
  );
}
