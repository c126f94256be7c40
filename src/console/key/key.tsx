import { useTranslations } from 'use-intl';
import { Page } from '../ui/page.tsx';

/** To be replaced. */
export default function Key({ keyId }: { readonly keyId: string }) {
  const t = useTranslations('key');
  return <Page title={t('title')}>{keyId}</Page>;
}
