import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Pages } from '../api/use-pages.ts';
import { Button } from '../ui/button.tsx';
import { Loaded } from '../ui/page.tsx';
import { NeedsPermission } from './needs-permission.tsx';
import { useOpenedKey } from './opened-key.ts';

interface ListedProps<Node> {
  /** The permission that the list needs. */
  readonly needs: string;
  readonly pages: Pages<Node>;
  readonly children: (items: readonly Node[]) => ReactNode;
}

/** A list with a button for its next page. */
export function Listed<Node>({ needs, pages, children }: ListedProps<Node>) {
  const t = useTranslations('common');
  const { may } = useOpenedKey();
  if (may(needs) === false) return <NeedsPermission action={needs} />;
  return (
    <>
      <Loaded data={pages.items} isLoading={pages.isLoading} failure={pages.failure}>
        {children}
      </Loaded>
      {pages.loadMore && (
        <div className="more">
          <Button onPress={pages.loadMore}>{t('loadMore')}</Button>
        </div>
      )}
    </>
  );
}
