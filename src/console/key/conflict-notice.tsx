import { useTranslations } from 'use-intl';
import { Button } from '../ui/button.tsx';
import type { Draft } from './use-draft.ts';

/** Says that somebody else changed what is edited here, shows what it is now, and lets the reader choose. */
export function ConflictNotice({ draft }: { readonly draft: Draft }) {
  const t = useTranslations('key.conflict');
  if (draft.conflict === undefined) return null;
  return (
    <div role="alert" className="banner conflict">
      <strong>{t('title')}</strong>
      <p>{t('hint')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled with the keyboard */}
      <pre tabIndex={0} className="present">
        {draft.conflict || t('empty')}
      </pre>
      <div className="actions">
        <Button onPress={draft.keep}>{t('mine')}</Button>
        <Button onPress={draft.discard}>{t('theirs')}</Button>
      </div>
    </div>
  );
}
