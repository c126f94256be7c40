import { type ReactNode, useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import { ViewerDocument } from '../../generated/documents/console/graphql.ts';
import { toFailure } from '../api/failure.ts';
import { sessionState, signedIn } from '../api/session.ts';
import { setStreamCaller } from '../api/shared-stream.ts';
import { useStore } from '../api/store.ts';
import { Dialog } from '../ui/dialog.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { announceCaller, followOtherWindows } from './other-windows.ts';
import { SignIn } from './sign-in.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { ViewerContext } from './viewer.ts';

/**
 * Shows the page to somebody who is signed in. If the session ends while the page is open, it stays under a dialog to
 * sign in again.
 */
export function Session({ children }: { readonly children: ReactNode }) {
  const t = useTranslations();
  const state = useStore(sessionState);
  const [{ data, fetching, error }] = useQuery({ query: ViewerDocument });
  const first = useRef<string>(undefined);
  const viewer = data?.viewer;
  useEffect(() => {
    if (!viewer) return;
    first.current ??= `${viewer.accountId} ${viewer.arn}`;
    setStreamCaller(first.current);
    signedIn();
    announceCaller(first.current);
    return followOtherWindows(first.current);
  }, [viewer]);

  if (state === 'signedOut') return <SignInPage />;
  if (!viewer)
    return (
      <main className="single">
        {fetching ? (
          <p role="status" className="loading">
            {t('common.loading')}
          </p>
        ) : null}
        <FailureNotice failure={toFailure(error)} />
      </main>
    );
  return (
    <ViewerContext value={viewer}>
      {children}
      <Dialog
        title={t('session.title')}
        isOpen={state === 'ended'}
        onClose={() => undefined}
        isDismissable={false}
      >
        <p>{t('session.again')}</p>
        <SignIn expected={first.current} />
      </Dialog>
    </ViewerContext>
  );
}
