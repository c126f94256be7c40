import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { copyText } from '../ui/copy-text.ts';
import { say } from '../ui/toasts.tsx';

/**
 * Copies the id of a row. It is the browser's own button, because a list makes many of them while it is scrolled.
 * @param label what is copied, for screen readers
 */
export function RowCopy({ text, label }: { readonly text: string; readonly label: string }) {
  const t = useTranslations('common');
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    if (await copyText(text)) setCopied(true);
    else say(t('notCopied'));
  };
  return (
    <button
      type="button"
      className="button quiet"
      aria-label={`${t('copy')}: ${label}`}
      onClick={() => void copy()}
      onBlur={() => setCopied(false)}
    >
      <span aria-live="polite">{t(isCopied ? 'copied' : 'copy')}</span>
    </button>
  );
}
