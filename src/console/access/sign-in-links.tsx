import { useState } from 'react';
import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import {
  DeleteSignInLinkDocument,
  SignInLinksDocument,
} from '../../generated/documents/console/graphql.ts';
import { toFailure } from '../api/failure.ts';
import type { May } from '../api/may.ts';
import { useSend } from '../api/mutations.ts';
import { GuardedButton } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { Loaded, Section } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { say } from '../ui/toasts.tsx';
import { Who } from './who.tsx';

/** Links that somebody can still sign in with. */
export function SignInLinks({ may }: { readonly may: May }) {
  const t = useTranslations('access.links');
  const common = useTranslations('common');
  const [{ data, fetching, error }] = useQuery({ query: SignInLinksDocument });
  const { send, isSending, failure } = useSend(DeleteSignInLinkDocument);
  const [deleting, setDeleting] = useState<string>();
  const confirm = async (linkId: string) => {
    if (!(await send({ input: { linkId } }))) return;
    setDeleting(undefined);
    say(t('deleted'));
  };
  return (
    <Section title={t('title')}>
      <p className="hint lead">{t('about')}</p>
      <Loaded data={data?.signInLinks} isLoading={fetching} failure={toFailure(error)}>
        {(links) => (
          <DataTable
            label={t('title')}
            items={links}
            idOf={({ linkId }) => linkId}
            empty={t('empty')}
            columns={[
              { name: t('who'), isRowHeader: true, cell: (link) => <Who {...link} /> },
              { name: t('createdAt'), cell: ({ creationDate }) => <Time value={creationDate} /> },
              { name: t('until'), cell: ({ expirationDate }) => <Time value={expirationDate} /> },
              {
                name: t('actions'),
                cell: ({ linkId }) => (
                  <GuardedButton
                    look="danger"
                    may={may}
                    needs="ram:DeleteSignInLink"
                    onPress={() => setDeleting(linkId)}
                  >
                    {common('delete')}
                  </GuardedButton>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      <ConfirmDialog
        title={t('deleteTitle')}
        action={common('delete')}
        isOpen={deleting !== undefined}
        onClose={() => setDeleting(undefined)}
        onConfirm={() => deleting !== undefined && void confirm(deleting)}
        isSending={isSending}
        failure={failure}
      >
        <p>{t('deleteHint')}</p>
      </ConfirmDialog>
    </Section>
  );
}
