import { useTranslations } from 'use-intl';
import { Badge } from '../ui/badge.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { STATE_TONES } from '../ui/key-words.ts';
import { useOpenedKey } from './opened-key.ts';

/** State, id and ARN of the key. */
export function KeyNames() {
  const t = useTranslations('key');
  const state = useTranslations('keys.states');
  const { keyId, arn, keyState } = useOpenedKey().key;
  return (
    <div className="key-names">
      <Badge tone={STATE_TONES[keyState]}>{state(keyState)}</Badge>
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
