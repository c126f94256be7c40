import { useTranslations } from 'use-intl';
import { Page } from '../ui/page.tsx';

/** To be replaced. */
export default function Access() {
  const t = useTranslations('access');
  return <Page title={t('title')}>{null}</Page>;
}
