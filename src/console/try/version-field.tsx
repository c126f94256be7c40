import { useFormatter, useTranslations } from 'use-intl';
import { Select } from '../ui/choices.tsx';

/** A version of a key pair. */
export interface Version {
  readonly keyVersionId: string;
  readonly creationDate: string;
}

interface VersionFieldProps {
  readonly versions: readonly Version[];
  readonly value: string;
  readonly onChange: (keyVersionId: string) => void;
}

/** The version of a key pair to use. */
export function VersionField({ versions, value, onChange }: VersionFieldProps) {
  const t = useTranslations('tryIt');
  const format = useFormatter();
  return (
    <Select
      label={t('version')}
      choices={versions.map(({ keyVersionId, creationDate }) => ({
        value: keyVersionId,
        label: keyVersionId,
        description: format.dateTime(new Date(creationDate), {
          dateStyle: 'medium',
          timeStyle: 'short',
        }),
      }))}
      value={value}
      onChange={onChange}
    />
  );
}
