import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Failure } from '../api/failure.ts';
import { ConfirmDialog } from '../ui/dialog.tsx';

/** What has to be done before something can be deleted. */
export interface RemovalStep {
  readonly text: string;
  /** @returns whether it was done */
  readonly run: () => Promise<boolean>;
}

interface RemovalDialogProps {
  readonly title: string;
  readonly name: string;
  readonly hint: string;
  /** Undefined while they are read. */
  readonly steps: readonly RemovalStep[] | undefined;
  /** Deletes the thing itself, when the steps are done. @returns whether it was done */
  readonly remove: () => Promise<boolean>;
  readonly onRemoved: () => void;
  readonly onClose: () => void;
  readonly failure: Failure | undefined;
}

/** Deletes something that others depend on: says what is removed first, and does that too. */
export function RemovalDialog(props: RemovalDialogProps) {
  const { title, name, hint, steps, remove, onRemoved, onClose, failure } = props;
  const t = useTranslations();
  const [isRunning, setRunning] = useState(false);
  async function confirm() {
    if (isRunning || !steps) return;
    setRunning(true);
    for (const { run } of steps)
      if (!(await run())) {
        setRunning(false);
        return;
      }
    const isRemoved = await remove();
    setRunning(false);
    if (isRemoved) onRemoved();
  }
  return (
    <ConfirmDialog
      title={title}
      action={t('common.delete')}
      isOpen
      onClose={onClose}
      onConfirm={() => void confirm()}
      isSending={isRunning || !steps}
      failure={failure}
      {...(steps && steps.length > 0 && { nameToType: name })}
    >
      <p>{hint}</p>
      {!steps && <p role="status">{t('common.loading')}</p>}
      {steps && steps.length > 0 && (
        <>
          <p>{t('access.firstGone')}</p>
          <ul className="removal-steps">
            {steps.map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
    </ConfirmDialog>
  );
}
