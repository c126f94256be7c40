import { useState } from 'react';
import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import {
  AccessKeysDocument,
  type AccessKeysQuery,
  DeleteAccessKeyDocument,
  UpdateAccessKeyDocument,
} from '../../generated/documents/console/graphql.ts';
import { toFailure } from '../api/failure.ts';
import type { May } from '../api/may.ts';
import { useSend } from '../api/mutations.ts';
import { useViewer } from '../session/viewer.ts';
import { Badge } from '../ui/badge.tsx';
import { GuardedButton } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { type ColumnOf, DataTable } from '../ui/data-table.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { Loaded, Section } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { say } from '../ui/toasts.tsx';
import { CreateAccessKey } from './create-access-key.tsx';
import { LastUse } from './last-use.tsx';

type AccessKey = NonNullable<AccessKeysQuery['accessKeys']>[number];

interface AccessKeysProps {
  /** Whose they are; undefined: the caller's. */
  readonly userName?: string | undefined;
  readonly may: May;
}

/** The access keys of a user, or of the caller. */
export function AccessKeys({ userName, may }: AccessKeysProps) {
  const t = useTranslations('access.keys');
  const common = useTranslations('common');
  const [{ data, fetching, error }] = useQuery({
    query: AccessKeysDocument,
    variables: { userName },
  });
  const viewer = useViewer();
  const update = useSend(UpdateAccessKeyDocument);
  const [isCreating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<AccessKey>();

  const setStatus = async (userAccessKeyId: string, status: AccessKey['status']) => {
    const done = await update.send({ input: { userName, userAccessKeyId, status } });
    return done !== undefined;
  };
  const toggle = async ({ accessKeyId, status }: AccessKey) => {
    const next = status === 'Active' ? 'Inactive' : 'Active';
    if (await setStatus(accessKeyId, next))
      say(
        t(next === 'Active' ? 'enabled' : 'disabled', { id: accessKeyId }),
        () => void setStatus(accessKeyId, status),
      );
  };

  // Without it the page would be signed out, and could not undo it.
  const refusalFor = ({ accessKeyId }: AccessKey) =>
    accessKeyId === viewer.accessKeyId ? t('own') : undefined;

  const columns: readonly ColumnOf<AccessKey>[] = [
    {
      name: t('id'),
      isRowHeader: true,
      cell: ({ accessKeyId }) => (
        <span className="nowrap">
          <code>{accessKeyId}</code> <CopyButton text={accessKeyId} label={t('id')} />
        </span>
      ),
    },
    {
      name: t('status'),
      cell: ({ status }) => (
        <Badge tone={status === 'Active' ? 'good' : 'bad'}>
          {t(status === 'Active' ? 'active' : 'inactive')}
        </Badge>
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
      cell: (key) => (
        <div className="actions">
          <GuardedButton
            may={may}
            needs="ram:UpdateAccessKey"
            refusal={refusalFor(key)}
            onPress={() => void toggle(key)}
          >
            {t(key.status === 'Active' ? 'disable' : 'enable')}
          </GuardedButton>
          <GuardedButton
            look="danger"
            may={may}
            needs="ram:DeleteAccessKey"
            refusal={refusalFor(key)}
            onPress={() => setDeleting(key)}
          >
            {common('delete')}
          </GuardedButton>
        </div>
      ),
    },
  ];

  return (
    <Section
      title={t('title')}
      actions={
        <GuardedButton may={may} needs="ram:CreateAccessKey" onPress={() => setCreating(true)}>
          {t('create')}
        </GuardedButton>
      }
    >
      <FailureNotice failure={update.failure} />
      <Loaded data={data?.accessKeys} isLoading={fetching} failure={toFailure(error)}>
        {(keys) => (
          <DataTable
            label={t('title')}
            columns={columns}
            items={keys}
            idOf={({ accessKeyId }) => accessKeyId}
            empty={t('empty')}
          />
        )}
      </Loaded>
      {isCreating && <CreateAccessKey userName={userName} onClose={() => setCreating(false)} />}
      {deleting && (
        <DeleteAccessKey
          userName={userName}
          accessKey={deleting}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </Section>
  );
}

interface DeleteAccessKeyProps {
  readonly userName: string | undefined;
  readonly accessKey: AccessKey;
  readonly onClose: () => void;
}

function DeleteAccessKey({ userName, accessKey, onClose }: DeleteAccessKeyProps) {
  const t = useTranslations('access.keys');
  const common = useTranslations('common');
  const { send, isSending, failure } = useSend(DeleteAccessKeyDocument);
  const { accessKeyId } = accessKey;
  const confirm = async () => {
    if (!(await send({ input: { userName, userAccessKeyId: accessKeyId } }))) return;
    onClose();
    say(t('deleted', { id: accessKeyId }));
  };
  return (
    <ConfirmDialog
      title={t('deleteTitle', { id: accessKeyId })}
      action={common('delete')}
      isOpen
      onClose={onClose}
      onConfirm={() => void confirm()}
      isSending={isSending}
      failure={failure}
    >
      <p>{t('deleteHint')}</p>
      <p>
        {t('lastUse')}: <LastUse use={accessKey.lastUse} />
      </p>
    </ConfirmDialog>
  );
}
