import { useTranslations } from 'use-intl';
import { Badge } from '../ui/badge.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { useOpenedKey } from './opened-key.ts';

const TONES = {
  Enabled: 'good',
  Disabled: 'plain',
  PendingImport: 'wait',
  PendingDeletion: 'bad',
} as const;

/** State, id and ARN of the key. */
export function KeyNames() {
  const t = useTranslations('key');
  const { keyId, arn, keyState } = useOpenedKey().key;
  return (
    <div className="key-names">
      <Badge tone={TONES[keyState]}>{t(`states.${keyState}`)}</Badge>
      <Name label={t('id')} text={keyId} />
      <Name label={t('arn')} text={arn} />
    </div>
  );
}

const Name = ({ label, text }: { readonly label: string; readonly text: string }) => (
  <span className="key-name">
    <span className="hint">{label}</span>
    <code>{text}</code>
    <CopyButton text={text} label={label} />
  </span>
);
