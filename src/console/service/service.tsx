import { useTranslations } from 'use-intl';
import { Page } from '../ui/page.tsx';

/** To be replaced. */
export default function Service() {
  const t = useTranslations('service');
  return <Page title={t('title')}>{null}</Page>;
}
