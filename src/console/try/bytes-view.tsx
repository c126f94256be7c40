import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/choices.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { download } from '../ui/download.ts';
import { fromBase64, toHex, toText } from './bytes.ts';

type View = 'text' | 'hex' | 'base64';

/** Bytes that a person cannot read as text, although they are UTF-8. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const HAS_CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** A plaintext: as text if it is text, otherwise as bytes. @param base64 as the API returns it */
export function BytesView({ label, base64 }: { readonly label: string; readonly base64: string }) {
  const t = useTranslations('tryIt');
  const format = useFormatter();
  const bytes = fromBase64(base64) ?? new Uint8Array();
  const text = toText(bytes);
  const isReadable = text !== undefined && !HAS_CONTROLS.test(text);
  const [chosen, choose] = useState<View>();
  const view = chosen ?? (isReadable ? 'text' : 'hex');
  const shown = { text: text ?? '', hex: toHex(bytes), base64 }[view];
  const views: readonly View[] = text === undefined ? ['hex', 'base64'] : ['text', 'hex', 'base64'];
  return (
    <div className="wrapped">
      <CodeBlock label={label} code={shown} />
      <div className="bytes-view">
        <Select
          label={t('showAs')}
          choices={views.map((value) => ({ value, label: t(`views.${value}`) }))}
          value={view}
          onChange={choose}
        />
        <Button onPress={() => download('plaintext.bin', 'application/octet-stream', bytes)}>
          {t('saveBytes')}
        </Button>
        <span className="hint">{t('size', { size: format.number(bytes.length) })}</span>
      </div>
    </div>
  );
}
