import { useTranslations } from 'use-intl';
import { Page } from '../ui/page.tsx';

/** To be replaced. */
export default function Audit() {
  const t = useTranslations('audit');
  return <Page title={t('title')}>{null}</Page>;
}
