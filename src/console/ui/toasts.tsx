import { Button } from 'react-aria-components/Button';
import { Text } from 'react-aria-components/Text';
import {
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components/Toast';
import { useTranslations } from 'use-intl';

interface Message {
  readonly text: string;
  /** Takes back what was done. */
  readonly undo?: () => void;
}

const SHOWN_MILLISECONDS = 8_000;

const queue = new ToastQueue<Message>({ maxVisibleToasts: 3 });

/** Says that something was done, with a way to undo it where there is one. */
export const say = (text: string, undo?: () => void): void => {
  queue.add(undo ? { text, undo } : { text }, { timeout: SHOWN_MILLISECONDS });
};

/** Where the messages appear. */
export function Toasts() {
  const t = useTranslations('common');
  return (
    <ToastRegion queue={queue} className="toasts" aria-label={t('notifications')}>
      {({ toast }) => (
        <Toast toast={toast} className="toast">
          <ToastContent>
            <Text slot="title">{toast.content.text}</Text>
          </ToastContent>
          {toast.content.undo && (
            <Button
              className="button quiet"
              onPress={() => {
                toast.content.undo?.();
                queue.close(toast.key);
              }}
            >
              {t('undo')}
            </Button>
          )}
          <Button slot="close" className="button quiet" aria-label={t('close')}>
            ×
          </Button>
        </Toast>
      )}
    </ToastRegion>
  );
}
