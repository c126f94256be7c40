import { type ReactNode, useState } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useTranslations } from 'use-intl';
import type { Failure } from '../api/failure.ts';
import { Button } from './button.tsx';
import { FailureNotice } from './failure-notice.tsx';
import { TextField } from './fields.tsx';

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** False: a press beside it does not close it, as for a secret that is shown once. */
  readonly isDismissable?: boolean;
  /** Whether the Escape key closes it. Default: as `isDismissable`. */
  readonly closesByEscape?: boolean;
  readonly isAlert?: boolean;
  readonly children: ReactNode;
}

/** A window over the page. It takes the focus and gives it back. */
export function Dialog(props: DialogProps) {
  const { title, isOpen, onClose, isDismissable = true, isAlert = false, children } = props;
  const { closesByEscape = isDismissable } = props;
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      onOpenChange={(open) => open || onClose()}
      isDismissable={isDismissable}
      isKeyboardDismissDisabled={!closesByEscape}
    >
      <Modal className="modal">
        <AriaDialog className="dialog" role={isAlert ? 'alertdialog' : 'dialog'}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

interface ConfirmDialogProps extends Omit<DialogProps, 'isAlert' | 'isDismissable'> {
  /** What the button says: a verb, such as “Delete”. */
  readonly action: string;
  readonly onConfirm: () => void;
  /** A name to type, for what cannot be undone. */
  readonly nameToType?: string;
  readonly isSending?: boolean;
  readonly failure?: Failure | undefined;
}

/** Asks before something that destroys. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { action, onConfirm, nameToType, isSending = false, failure, children, ...dialog } = props;
  const t = useTranslations('common');
  const [typed, setTyped] = useState('');
  const close = () => {
    setTyped('');
    dialog.onClose();
  };
  return (
    <Dialog {...dialog} onClose={close} isAlert>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSending && (nameToType === undefined || typed === nameToType)) onConfirm();
        }}
      >
        {children}
        {nameToType !== undefined && (
          <TextField
            label={t('typeToConfirm', { name: nameToType })}
            value={typed}
            onChange={setTyped}
            isCode
          />
        )}
        <FailureNotice failure={failure} />
        <div className="actions">
          <Button look="quiet" onPress={close}>
            {t('cancel')}
          </Button>
          <Button
            look="danger"
            type="submit"
            isPending={isSending}
            isDisabled={nameToType !== undefined && typed !== nameToType}
          >
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
