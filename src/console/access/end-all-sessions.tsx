import { useTranslations } from 'use-intl';
import { EndSessionsDocument } from '../../generated/documents/console/graphql.ts';
import { useSend } from '../api/mutations.ts';
import { leave } from '../session/other-windows.ts';
import { ConfirmDialog } from '../ui/dialog.tsx';

/** Ends all sessions of the account, this one too. */
export function EndAllSessions({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('access.sessions');
  const { send, isSending, failure } = useSend(EndSessionsDocument);
  const confirm = async () => {
    if (await send({ input: {} })) await leave();
  };
  return (
    <ConfirmDialog
      title={t('endAllTitle')}
      action={t('endAll')}
      isOpen
      onClose={onClose}
      onConfirm={() => void confirm()}
      isSending={isSending}
      failure={failure}
    >
      <p>{t('endAllHint')}</p>
    </ConfirmDialog>
  );
}
