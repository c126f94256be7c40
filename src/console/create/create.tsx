import { useTranslations } from 'use-intl';
import { Page } from '../ui/page.tsx';

/** To be replaced. */
export default function Create() {
  const t = useTranslations('create');
  return <Page title={t('title')}>{null}</Page>;
}
