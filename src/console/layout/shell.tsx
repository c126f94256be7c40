import { type ReactNode, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { Toasts } from '../ui/toasts.tsx';
import { Banners } from './banners.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Navigation } from './navigation.tsx';
import { Settings } from './settings.tsx';

/** What surrounds each view: the way to the others, who is signed in, and what concerns all. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const t = useTranslations();
  return (
    <>
      <a className="skip" href="#content">
        {t('layout.skip')}
      </a>
      <div className="shell">
        <header className="top">
          <span className="brand">Keywright</span>
          <Settings />
        </header>
        <Navigation />
        <main id="content" tabIndex={-1}>
          <Banners />
          <ErrorBoundary>
            <Suspense
              fallback={
                <p role="status" className="loading">
                  {t('common.loading')}
                </p>
              }
            >
              {children}
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <Toasts />
    </>
  );
}
