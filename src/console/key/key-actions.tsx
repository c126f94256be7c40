import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  KeyDisableDocument,
  KeyEnableDocument,
} from '../../generated/documents/console/graphql.ts';
import { useSend } from '../api/mutations.ts';
import { GuardedButton } from '../ui/button.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { say } from '../ui/toasts.tsx';
import { DeleteDialog } from './deletion/delete-dialog.tsx';
import { useOpenedKey } from './opened-key.ts';
import { CHANGEABLE, useStateRefusal } from './use-state-refusal.ts';

/** Enables, disables and deletes the key. */
export function KeyActions() {
  const t = useTranslations('key');
  const { key, may } = useOpenedKey();
  const refusalOf = useStateRefusal();
  const enable = useSend(KeyEnableDocument);
  const disable = useSend(KeyDisableDocument);
  const [isDeleting, setDeleting] = useState(false);
  const { keyId, keyState, deletionProtection } = key;

  async function turn(on: boolean, isUndo = false) {
    const sent = await (on ? enable : disable).send({ input: { keyId } });
    if (sent)
      say(
        t(on ? 'state.enabled' : 'state.disabled'),
        isUndo ? undefined : () => void turn(!on, true),
      );
  }

  const isProtected = deletionProtection === 'Enabled';
  return (
    <>
      {keyState === 'Enabled' ? (
        <GuardedButton may={may} needs="kms:DisableKey" onPress={() => void turn(false)}>
          {t('state.disable')}
        </GuardedButton>
      ) : (
        <GuardedButton
          may={may}
          needs="kms:EnableKey"
          refusal={refusalOf(['Disabled'])}
          onPress={() => void turn(true)}
        >
          {t('state.enable')}
        </GuardedButton>
      )}
      <GuardedButton
        look="danger"
        may={may}
        needs="kms:ScheduleKeyDeletion"
        refusal={refusalOf(CHANGEABLE) ?? (isProtected ? t('deletion.isProtected') : undefined)}
        onPress={() => setDeleting(true)}
      >
        {t('deletion.schedule')}
      </GuardedButton>
      <FailureNotice failure={enable.failure ?? disable.failure} />
      {isDeleting && <DeleteDialog onClose={() => setDeleting(false)} />}
    </>
  );
}
