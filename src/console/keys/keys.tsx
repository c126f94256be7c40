import { useTranslations } from 'use-intl';
import { Page } from '../ui/page.tsx';

/** To be replaced. */
export default function Keys() {
  const t = useTranslations('keys');
  return <Page title={t('title')}>{null}</Page>;
}
