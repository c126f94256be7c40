import { useTranslations } from 'use-intl';
import { Button } from '../ui/button.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import type { Events } from './use-events.ts';

/** Below the events: whether there are more, how far was searched, and what failed. */
export function EventsEnd({ found }: { readonly found: Events }) {
  const t = useTranslations();
  const { events, isEnd, isLoading, pages, failure, loadMore } = found;
  return (
    <div className="stack events-end">
      <p role="status" className={isLoading ? 'hint loading' : 'hint'}>
        {isLoading && t('common.loading')}
        {isEnd && t(events.length === 0 ? 'audit.nothing' : 'audit.allShown')}
        {!isLoading && !isEnd && !failure && t('audit.searchedSoFar', { pages })}
      </p>
      <FailureNotice failure={failure} />
      {!isLoading && !isEnd && (
        <div className="actions">
          <Button onPress={loadMore}>
            {failure
              ? t('common.retry')
              : events.length > 0
                ? t('common.loadMore')
                : t('audit.searchFurther')}
          </Button>
        </div>
      )}
    </div>
  );
}
