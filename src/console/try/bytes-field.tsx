import { useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Group } from 'react-aria-components/Group';
import { useFormatter, useTranslations } from 'use-intl';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/choices.tsx';
import { TextField } from '../ui/fields.tsx';
import { bytesOf, FORMS, type TypedBytes } from './typed-bytes.ts';

interface BytesFieldProps {
  readonly label: string;
  readonly value: TypedBytes;
  readonly onChange: (value: TypedBytes) => void;
  /** The most that can be sent. A larger file is not read. */
  readonly maxBytes: number;
}

/** Bytes: typed as text or base64, or a file. */
export function BytesField({ label, value, onChange, maxBytes }: BytesFieldProps) {
  const t = useTranslations('tryIt');
  const format = useFormatter();
  const [fileError, setFileError] = useState<string>();
  const bytes = bytesOf(value);
  const size = (length: number) =>
    t('sizeOf', { size: format.number(length), max: format.number(maxBytes) });
  const error =
    bytes === undefined ? t('notBase64') : bytes.length > maxBytes ? t('tooLong') : undefined;

  async function read(file: File | undefined) {
    if (!file) return;
    const isTooLarge = file.size > maxBytes;
    setFileError(isTooLarge ? `${t('tooLong')} ${size(file.size)}` : undefined);
    const chosen = isTooLarge ? undefined : new Uint8Array(await file.arrayBuffer());
    onChange({ ...value, file: chosen && { name: file.name, bytes: chosen } });
  }

  return (
    <div className="bytes-field">
      <Select
        label={t('form')}
        choices={FORMS.map((form) => ({ value: form, label: t(`forms.${form}`) }))}
        value={value.form}
        onChange={(form) => onChange({ ...value, form })}
      />
      {value.form === 'file' ? (
        <Group className="field" aria-label={label}>
          <span className="actions">
            <FileTrigger onSelect={(files) => void read(files?.[0])}>
              <Button>{t('chooseFile')}</Button>
            </FileTrigger>
            {value.file && <span className="clipped">{value.file.name}</span>}
          </span>
          {value.file && <span className="hint">{size(value.file.bytes.length)}</span>}
          {fileError && (
            <span role="alert" className="field-error">
              {fileError}
            </span>
          )}
        </Group>
      ) : (
        <TextField
          label={label}
          value={value.text}
          onChange={(text) => onChange({ ...value, text })}
          rows={3}
          isCode={value.form === 'base64'}
          description={size(bytes?.length ?? 0)}
          error={error}
        />
      )}
    </div>
  );
}
