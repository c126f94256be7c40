import { useTranslations } from 'use-intl';
import { Page } from '../ui/page.tsx';

/** To be replaced. */
export default function TryIt() {
  const t = useTranslations('tryIt');
  return <Page title={t('title')}>{null}</Page>;
}
