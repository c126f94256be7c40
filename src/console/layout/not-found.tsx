import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { Page } from '../ui/page.tsx';

/** For an address that no view has. */
export function NotFound() {
  const t = useTranslations('layout');
  return (
    <Page title={t('notFound')}>
      <Link href="/">{t('toKeys')}</Link>
    </Page>
  );
}
