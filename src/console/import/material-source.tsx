import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../ui/button.tsx';
import { Radios, Select } from '../ui/choices.tsx';
import { download } from '../ui/download.ts';
import type { Encoding } from './material.ts';
import type { useGenerated } from './use-generated.ts';

/** Where the material comes from. */
export interface Source {
  readonly kind: 'file' | 'generated';
  readonly encoding: Encoding;
  readonly file: File | undefined;
}

interface MaterialSourceProps {
  readonly keyId: string;
  readonly bytes: number;
  readonly source: Source;
  readonly onChange: (change: Partial<Source>) => void;
  readonly generated: ReturnType<typeof useGenerated>;
}

/** A file of this computer, or material that this page generates. */
export function MaterialSource(props: MaterialSourceProps) {
  const { bytes, source, onChange } = props;
  const t = useTranslations('import');
  return (
    <>
      <Radios
        label={t('source')}
        choices={[
          { value: 'file', label: t('fromFile'), description: t('fromFileHint', { bytes }) },
          { value: 'generated', label: t('generated'), description: t('generatedHint', { bytes }) },
        ]}
        value={source.kind}
        onChange={(kind) => onChange({ kind })}
      />
      {source.kind === 'file' ? <FileFields {...props} /> : <Generated {...props} />}
    </>
  );
}

function FileFields({ source, onChange }: MaterialSourceProps) {
  const t = useTranslations('import');
  const id = useId();
  return (
    <div className="fields">
      <div className="field">
        <label htmlFor={id}>{t('file')}</label>
        <input
          id={id}
          type="file"
          className="input"
          onChange={({ currentTarget }) => onChange({ file: currentTarget.files?.[0] })}
        />
      </div>
      <Select
        label={t('encoding')}
        choices={[
          { value: 'raw', label: t('raw') },
          { value: 'hex', label: t('hex') },
          { value: 'base64', label: t('base64') },
        ]}
        value={source.encoding}
        onChange={(encoding) => onChange({ encoding })}
      />
    </div>
  );
}

function Generated({ keyId, generated }: MaterialSourceProps) {
  const t = useTranslations('import');
  const { isThere, generate, get } = generated;
  const save = () => {
    const material = get();
    if (material) download(`key-material-${keyId}.bin`, 'application/octet-stream', material);
  };
  return (
    <div className="stack generated">
      <div className="actions">
        <Button onPress={generate}>{t(isThere ? 'generateAgain' : 'generate')}</Button>
        {isThere && <Button onPress={save}>{t('download')}</Button>}
      </div>
      {isThere && (
        <p role="status" className="banner">
          {t('onlyOwner')}
        </p>
      )}
    </div>
  );
}
