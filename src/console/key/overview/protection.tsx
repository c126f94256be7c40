import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { KeyProtectDocument } from '../../../generated/documents/console/graphql.ts';
import { useSend } from '../../api/mutations.ts';
import { GuardedButton } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { errorOf, TextField } from '../../ui/fields.tsx';
import { Section } from '../../ui/page.tsx';
import { say } from '../../ui/toasts.tsx';
import { useOpenedKey } from '../opened-key.ts';
import { CHANGEABLE, useStateRefusal } from '../use-state-refusal.ts';

/** Deletion protection, with its reason. */
export function Protection() {
  const t = useTranslations('key.protection');
  const { key, may } = useOpenedKey();
  const refusal = useStateRefusal()(CHANGEABLE);
  const { keyId, deletionProtection, deletionProtectionDescription: stored } = key;
  const isOn = deletionProtection === 'Enabled';
  const [typed, setTyped] = useState<string>();
  const change = useSend(KeyProtectDocument);
  const reason = typed ?? stored;

  async function set(on: boolean, text: string, isUndo = false) {
    const sent = await change.send({
      input: {
        key: { keyId },
        enableDeletionProtection: on,
        ...(on && { deletionProtectionDescription: text }),
      },
    });
    if (!sent) return;
    setTyped(undefined);
    say(
      t(on ? 'protected' : 'unprotected'),
      isUndo ? undefined : () => void set(isOn, stored, true),
    );
  }

  const guard = { may, needs: 'kms:SetDeletionProtection', refusal };
  return (
    <Section title={t('title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!change.isSending) void set(true, reason);
        }}
      >
        <p>{t(isOn ? 'on' : 'off')}</p>
        <TextField
          label={t('reason')}
          description={t('reasonHint')}
          value={reason}
          onChange={setTyped}
          error={errorOf(change.failure, 'deletionProtectionDescription')}
          isReadOnly={may(guard.needs) === false || refusal !== undefined}
        />
        <FailureNotice failure={change.failure} />
        <div className="actions">
          {(!isOn || reason !== stored) && (
            <GuardedButton {...guard} type="submit" isPending={change.isSending}>
              {t(isOn ? 'change' : 'protect')}
            </GuardedButton>
          )}
          {isOn && (
            <GuardedButton {...guard} onPress={() => void set(false, '')}>
              {t('unprotect')}
            </GuardedButton>
          )}
        </div>
      </form>
    </Section>
  );
}
