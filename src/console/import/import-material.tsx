import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { serverNow } from '../api/clock.ts';
import { useMay } from '../api/may.ts';
import { GuardedButton } from '../ui/button.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { TextField } from '../ui/fields.tsx';
import { type KeySpec, MATERIAL_BYTES } from '../ui/key-words.ts';
import { say } from '../ui/toasts.tsx';
import { type MaterialFault, readMaterial } from './material.ts';
import { MaterialSource, type Source } from './material-source.tsx';
import { useGenerated } from './use-generated.ts';
import { useImport } from './use-import.ts';
import { canWrap } from './wrap.ts';

interface ImportMaterialProps {
  readonly keyId: string;
  readonly arn: string;
  readonly spec: KeySpec;
  readonly onDone?: () => void;
}

const ACTIONS = ['kms:GetParametersForImport', 'kms:ImportKeyMaterial'] as const;

/** The seconds since 1970 of a time that was typed, in the zone of the browser; 0 for none. */
const unixOf = (typed: string): number => (typed ? Math.floor(Date.parse(typed) / 1_000) : 0);

/**
 * Imports key material. It is wrapped in this page for the server, and overwritten afterwards: the raw material is never
 * sent, and is in no state of a component.
 */
export function ImportMaterial({ keyId, arn, spec, onDone }: ImportMaterialProps) {
  const t = useTranslations('import');
  const bytes = MATERIAL_BYTES[spec] ?? 0;
  const [source, setSource] = useState<Source>({ kind: 'file', encoding: 'raw', file: undefined });
  const [expiry, setExpiry] = useState('');
  const [fault, setFault] = useState<MaterialFault>();
  const generated = useGenerated(bytes);
  const { send, isSending, failure } = useImport(keyId);
  const may = useMay(arn, ACTIONS);
  const isPast = expiry !== '' && unixOf(expiry) * 1_000 <= serverNow();
  const isChosen = source.kind === 'file' ? source.file !== undefined : generated.isThere;

  if (!canWrap()) return <p className="banner bad">{t('insecure')}</p>;

  /** The material, or undefined and what is wrong with it is shown. */
  async function take(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    // A copy: what was generated is needed again if the request fails.
    if (source.kind === 'generated') return generated.get()?.slice();
    const read = source.file && (await readMaterial(source.file, source.encoding, bytes));
    if (read instanceof Uint8Array) return read;
    setFault(read);
    return undefined;
  }

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    setFault(undefined);
    if (!isChosen || isPast || isSending) return;
    const material = await take();
    if (!material) return;
    const isDone = await send(material, unixOf(expiry)).finally(() => material.fill(0));
    if (!isDone) return;
    generated.forget();
    say(t('done'));
    onDone?.();
  }

  const refusal = isChosen ? undefined : t(source.kind === 'file' ? 'chooseFile' : 'generateFirst');
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <p className="hint lead">{t('hint')}</p>
      <MaterialSource
        keyId={keyId}
        bytes={bytes}
        source={source}
        onChange={(change) => {
          setFault(undefined);
          setSource((before) => ({ ...before, ...change }));
        }}
        generated={generated}
      />
      {fault && (
        <p role="alert" className="failure">
          {t(`faults.${fault.fault}`, { found: fault.found ?? 0, bytes, spec })}
        </p>
      )}
      <TextField
        label={t('expiry')}
        description={t('expiryHint')}
        type="datetime-local"
        value={expiry}
        onChange={setExpiry}
        error={isPast ? t('past') : undefined}
      />
      <FailureNotice failure={failure} />
      <div className="actions">
        <GuardedButton
          may={(action) => (ACTIONS.some((one) => may(one) === false) ? false : may(action))}
          needs={ACTIONS.find((one) => may(one) === false) ?? 'kms:ImportKeyMaterial'}
          refusal={refusal}
          look="primary"
          type="submit"
          isPending={isSending}
        >
          {t('import')}
        </GuardedButton>
      </div>
    </form>
  );
}
