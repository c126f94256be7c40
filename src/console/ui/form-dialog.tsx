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
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSending && !isDisabled) onSubmit();
        }}
      >
        {props.children}
        <FailureNotice failure={failure} />
        <div className="actions">
          <Button look="quiet" onPress={onClose}>
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
