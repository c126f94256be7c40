import { useEffect, useRef, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { AuditEventFilter } from '../../generated/documents/console/graphql.ts';
import { Button } from '../ui/button.tsx';
import { Radios } from '../ui/choices.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { download } from '../ui/download.ts';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { Progress } from '../ui/progress.tsx';
import { exportEvents, MAX_EXPORTED_EVENTS, NOTHING_EXPORTED } from './export-events.ts';
import { FORMATS, type FormatName } from './formats.ts';

interface ExportDialogProps {
  readonly filter: AuditEventFilter;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Saves all events that match as a file. */
export function ExportDialog({ filter, isOpen, onClose }: ExportDialogProps) {
  const t = useTranslations();
  const format = useFormatter();
  const [name, setName] = useState<FormatName>('jsonl');
  const [done, setDone] = useState(NOTHING_EXPORTED);
  const running = useRef<AbortController>(undefined);
  const [isRunning, setRunning] = useState(false);
  useEffect(() => () => running.current?.abort(), []);
  const counted = { count: done.count };

  async function run() {
    const { extension, mediaType, begin } = FORMATS[name];
    const abort = new AbortController();
    running.current = abort;
    setRunning(true);
    let last = done.isComplete ? NOTHING_EXPORTED : done;
    setDone({ ...last, failure: undefined });
    for await (const step of exportEvents(filter, FORMATS[name], last, abort.signal)) {
      last = step;
      setDone(step);
    }
    if (abort.signal.aborted) return;
    setRunning(false);
    if (!last.isComplete) return;
    const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
    download(`audit-${time}.${extension}`, mediaType, [begin, ...last.parts]);
    setDone({ ...last, parts: [] });
  }

  function close() {
    running.current?.abort();
    setRunning(false);
    setDone(NOTHING_EXPORTED);
    onClose();
  }

  return (
    <Dialog title={t('audit.export')} isOpen={isOpen} onClose={close} isDismissable={!isRunning}>
      <p>{t('audit.exportLead', { max: format.number(MAX_EXPORTED_EVENTS) })}</p>
      <Radios
        label={t('audit.format')}
        choices={(Object.keys(FORMATS) as FormatName[]).map((value) => ({
          value,
          label: t(`audit.formats.${value}`),
          description: t(`audit.formatHints.${value}`),
        }))}
        value={name}
        onChange={setName}
        isDisabled={isRunning || done.failure !== undefined}
      />
      {isRunning && <Progress label={t('audit.exporting')} text={t('audit.exported', counted)} />}
      <div aria-live="polite">
        {done.isComplete && <p>{t(done.isFull ? 'audit.savedFull' : 'audit.saved', counted)}</p>}
        <FailureNotice failure={done.failure} />
      </div>
      <div className="actions">
        <Button look="quiet" onPress={close}>
          {isRunning ? t('common.cancel') : t('common.close')}
        </Button>
        {!isRunning && (
          <Button look="primary" onPress={() => void run()}>
            {done.failure ? t('common.retry') : t('audit.exportAction')}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
