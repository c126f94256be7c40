import { useTranslations } from 'use-intl';
import { KeyCancelDeletionDocument } from '../../../generated/documents/console/graphql.ts';
import { useSend } from '../../api/mutations.ts';
import { GuardedButton } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Countdown, Time } from '../../ui/time.tsx';
import { say } from '../../ui/toasts.tsx';
import { useOpenedKey } from '../opened-key.ts';

/** While the key waits for its deletion: when it is destroyed, and the way back. */
export function DeletionBanner() {
  const t = useTranslations('key.deletion');
  const { key, may } = useOpenedKey();
  const cancel = useSend(KeyCancelDeletionDocument);
  const { keyId, deleteDate } = key;

  async function cancelDeletion() {
    if (await cancel.send({ input: { keyId } })) say(t('cancelled'));
  }

  return (
    <>
      {deleteDate && (
        <div className="banner bad deletion">
          <p>
            {t.rich('banner', {
              when: () => <Countdown value={deleteDate} />,
              date: () => <Time value={deleteDate} />,
            })}
          </p>
          <GuardedButton
            may={may}
            needs="kms:CancelKeyDeletion"
            isPending={cancel.isSending}
            onPress={() => void cancelDeletion()}
          >
            {t('cancel')}
          </GuardedButton>
        </div>
      )}
      <FailureNotice failure={cancel.failure} />
    </>
  );
}
