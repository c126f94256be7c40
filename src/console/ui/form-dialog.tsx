import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Failure } from '../api/failure.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { FailureNotice } from './failure-notice.tsx';

interface FormDialogProps {
  readonly title: string;
  /** What the button says: a verb. */
  readonly action: string;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly isSending: boolean;
  readonly isDisabled?: boolean;
  readonly failure: Failure | undefined;
  readonly children: ReactNode;
}

/** A form in a window over the page. It is open while it is rendered, and a failure leaves what was typed. */
export function FormDialog(props: FormDialogProps) {
  const { title, action, onSubmit, onClose, isSending, isDisabled = false, failure } = props;
  const t = useTranslations('common');
  const close = () => {
    if (!isSending) onClose();
  };
  return (
    // What was typed must not be lost by a press beside the window, nor a secret that is on its way.
    <Dialog title={title} isOpen onClose={close} isDismissable={false} closesByEscape={!isSending}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSending && !isDisabled) onSubmit();
        }}
      >
        {props.children}
        <FailureNotice failure={failure} />
        <div className="actions">
          <Button look="quiet" onPress={close} isDisabled={isSending}>
            {t('cancel')}
          </Button>
          <Button look="primary" type="submit" isPending={isSending} isDisabled={isDisabled}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
