import { useTranslations } from 'use-intl';
import { TextField } from '../ui/fields.tsx';
import { fromBase64, toBase64 } from './bytes.ts';

interface CiphertextFieldProps {
  readonly label?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A ciphertext or a signature in base64, as the API returns it. */
export function CiphertextField({ label, value, onChange }: CiphertextFieldProps) {
  const t = useTranslations('tryIt');
  return (
    <TextField
      label={label ?? t('ciphertext')}
      description={t('base64Hint')}
      value={value}
      onChange={onChange}
      rows={5}
      isCode
      error={value !== '' && !fromBase64(value) ? t('notBase64') : undefined}
    />
  );
}

/** Whether there is something to send. */
export const isCiphertext = (text: string): boolean => (fromBase64(text)?.length ?? 0) > 0;

/** Base64 as the API takes it: without the line breaks that were pasted with it. */
export const normalized = (text: string): string => toBase64(fromBase64(text) ?? new Uint8Array());
