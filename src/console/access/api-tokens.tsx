import { useState } from 'react';
import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import {
  ApiTokensDocument,
  type ApiTokensQuery,
  DeleteApiTokenDocument,
} from '../../generated/documents/console/graphql.ts';
import { toFailure } from '../api/failure.ts';
import type { May } from '../api/may.ts';
import { useSend } from '../api/mutations.ts';
import { Button, GuardedButton } from '../ui/button.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { type ColumnOf, DataTable } from '../ui/data-table.tsx';
import { ConfirmDialog, Dialog } from '../ui/dialog.tsx';
import { formatJson } from '../ui/json.ts';
import { Loaded, Section } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { say } from '../ui/toasts.tsx';
import { CreateApiToken } from './create-api-token.tsx';
import { LastUse } from './last-use.tsx';

type ApiToken = NonNullable<ApiTokensQuery['apiTokens']>[number];

interface ApiTokensProps {
  /** Whose they are; undefined: the caller's. */
  readonly userName?: string;
  readonly may: May;
}

/** The API tokens of a user, or of the caller. */
export function ApiTokens({ userName, may }: ApiTokensProps) {
  const t = useTranslations('access.tokens');
  const common = useTranslations('common');
  const [{ data, fetching, error }] = useQuery({
    query: ApiTokensDocument,
    variables: { userName },
  });
  const [isCreating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<ApiToken>();
  const [shown, setShown] = useState<ApiToken>();

  const columns: readonly ColumnOf<ApiToken>[] = [
    {
      name: t('name'),
      isRowHeader: true,
      cell: ({ name, hint }) => (
        <>
          <span className="wrapped">{name}</span>
          <span className="hint">
            <code>kwt_…{hint}</code>
          </span>
        </>
      ),
    },
    {
      name: t('policy'),
      cell: (token) =>
        token.policy === null ? (
          t('noPolicy')
        ) : (
          <Button look="quiet" onPress={() => setShown(token)}>
            {t('showPolicy')}
          </Button>
        ),
    },
    { name: t('createdAt'), cell: ({ creationDate }) => <Time value={creationDate} /> },
    {
      name: t('expires'),
      cell: ({ expirationDate }) => <Time value={expirationDate} none={common('noExpiry')} />,
    },
    { name: t('lastUse'), cell: ({ lastUse }) => <LastUse use={lastUse} /> },
    {
      name: t('actions'),
      cell: (token) => (
        <GuardedButton
          look="danger"
          may={may}
          needs="ram:DeleteApiToken"
          onPress={() => setDeleting(token)}
        >
          {common('delete')}
        </GuardedButton>
      ),
    },
  ];

  return (
    <Section
      title={t('title')}
      actions={
        <GuardedButton may={may} needs="ram:CreateApiToken" onPress={() => setCreating(true)}>
          {t('create')}
        </GuardedButton>
      }
    >
      <Loaded data={data?.apiTokens} isLoading={fetching} failure={toFailure(error)}>
        {(tokens) => (
          <DataTable
            label={t('title')}
            columns={columns}
            items={tokens}
            idOf={({ tokenId }) => tokenId}
            empty={t('empty')}
          />
        )}
      </Loaded>
      {isCreating && <CreateApiToken userName={userName} onClose={() => setCreating(false)} />}
      {deleting && (
        <DeleteApiToken
          userName={userName}
          token={deleting}
          onClose={() => setDeleting(undefined)}
        />
      )}
      {shown && (
        <Dialog
          title={t('policyOf', { name: shown.name })}
          isOpen
          onClose={() => setShown(undefined)}
        >
          <CodeBlock code={formatJson(shown.policy ?? '')} label={t('policy')} />
          <div className="actions">
            <Button onPress={() => setShown(undefined)}>{common('close')}</Button>
          </div>
        </Dialog>
      )}
    </Section>
  );
}

interface DeleteApiTokenProps {
  readonly userName: string | undefined;
  readonly token: ApiToken;
  readonly onClose: () => void;
}

function DeleteApiToken({ userName, token, onClose }: DeleteApiTokenProps) {
  const t = useTranslations('access.tokens');
  const common = useTranslations('common');
  const { send, isSending, failure } = useSend(DeleteApiTokenDocument);
  const confirm = async () => {
    if (!(await send({ input: { userName, tokenId: token.tokenId } }))) return;
    onClose();
    say(t('deleted', { name: token.name }));
  };
  return (
    <ConfirmDialog
      title={t('deleteTitle', { name: token.name })}
      action={common('delete')}
      isOpen
      onClose={onClose}
      onConfirm={() => void confirm()}
      isSending={isSending}
      failure={failure}
    >
      <p>{t('deleteHint')}</p>
      <p>
        {t('lastUse')}: <LastUse use={token.lastUse} />
      </p>
    </ConfirmDialog>
  );
}
