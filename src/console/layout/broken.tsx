import { useTranslations } from 'use-intl';
import { Button } from '../ui/button.tsx';

/** In place of a view that failed. */
export function Broken() {
  const t = useTranslations('layout');
  return (
    <div role="alert" className="failure">
      <p>{t('broken')}</p>
      <Button onPress={() => window.location.reload()}>{t('reload')}</Button>
    </div>
  );
}
