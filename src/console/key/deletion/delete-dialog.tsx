import { useState } from 'react';
import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import {
  KeyDeletionEffectDocument,
  KeyScheduleDeletionDocument,
} from '../../../generated/documents/console/graphql.ts';
import { toFailure } from '../../api/failure.ts';
import { useSend } from '../../api/mutations.ts';
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx';
import { errorOf, TextField } from '../../ui/fields.tsx';
import { Loaded } from '../../ui/page.tsx';
import { say } from '../../ui/toasts.tsx';
import { useOpenedKey } from '../opened-key.ts';
import { wholeNumber } from '../whole-number.ts';
import { DeletionEffect } from './deletion-effect.tsx';

const DEFAULT_DAYS = '30';

/** Asks before the deletion of the key is scheduled: it shows what is lost, and wants the name of the key typed. */
export function DeleteDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('key.deletion');
  const { key, may } = useOpenedKey();
  const { keyId } = key;
  const [{ data, fetching, error }] = useQuery({
    query: KeyDeletionEffectDocument,
    variables: {
      keyId,
      mayListAliases: may('kms:ListAliasesByKeyId') === true,
      mayListEvents: may('kms:ListAuditEvents') === true,
    },
    requestPolicy: 'network-only',
  });
  const schedule = useSend(KeyScheduleDeletionDocument);
  const [days, setDays] = useState(DEFAULT_DAYS);
  const [isInvalid, setInvalid] = useState(false);
  const effect = data?.keyDeletionImpact;

  async function confirm() {
    const pendingWindowInDays = wholeNumber(days, 7, 366);
    setInvalid(pendingWindowInDays === undefined);
    if (pendingWindowInDays === undefined) return;
    if (!(await schedule.send({ input: { keyId, pendingWindowInDays } }))) return;
    onClose();
    say(t('scheduled'));
  }

  if (!effect)
    return (
      <Dialog title={t('title')} isOpen onClose={onClose}>
        <Loaded data={effect} isLoading={fetching} failure={toFailure(error)}>
          {() => null}
        </Loaded>
      </Dialog>
    );
  return (
    <ConfirmDialog
      title={t('title')}
      action={t('action')}
      isOpen
      onClose={onClose}
      onConfirm={() => void confirm()}
      nameToType={effect.aliasNames?.[0] ?? keyId}
      isSending={schedule.isSending}
      failure={schedule.failure}
    >
      <p>{t('warning')}</p>
      <DeletionEffect effect={effect} />
      <TextField
        label={t('days')}
        description={t('daysHint')}
        type="number"
        value={days}
        onChange={setDays}
        error={isInvalid ? t('daysInvalid') : errorOf(schedule.failure, 'pendingWindowInDays')}
      />
    </ConfirmDialog>
  );
}
