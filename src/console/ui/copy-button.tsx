import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button.tsx';
import { copyText } from './copy-text.ts';
import { say } from './toasts.tsx';

const SHOWN_MILLISECONDS = 2_000;

/** Copies a text. @param label what is copied, for screen readers */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const t = useTranslations('common');
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    if (await copyText(text)) setCopied(true);
    else say(t('notCopied'));
  };
  return (
    <Button look="quiet" aria-label={`${t('copy')}: ${label}`} onPress={() => void copy()}>
      <span aria-live="polite">{isCopied ? t('copied') : t('copy')}</span>
    </Button>
  );
}
