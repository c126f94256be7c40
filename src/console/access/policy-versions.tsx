import { useState } from 'react';
import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import {
  DeletePolicyVersionDocument,
  PolicyVersionsDocument,
  type PolicyVersionsQuery,
  SetDefaultPolicyVersionDocument,
} from '../../generated/documents/console/graphql.ts';
import { toFailure } from '../api/failure.ts';
import type { May } from '../api/may.ts';
import { useSend } from '../api/mutations.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, GuardedButton } from '../ui/button.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { ConfirmDialog, Dialog } from '../ui/dialog.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { formatJson } from '../ui/json.ts';
import { Loaded, Section } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { say } from '../ui/toasts.tsx';
import type { PolicyName } from './attachments.ts';
import { CreatePolicyVersion } from './create-policy-version.tsx';

type Version = NonNullable<NonNullable<PolicyVersionsQuery['policy']>['versions']>[number];

/** Versions of a policy (RAM's limit). */
const MAX_VERSIONS = 5;

interface PolicyVersionsProps {
  readonly policy: PolicyName;
  readonly may: May;
}

/** The versions of a policy: one applies, the others are kept. */
export function PolicyVersions({ policy, may }: PolicyVersionsProps) {
  const { policyName } = policy;
  const t = useTranslations('access.versions');
  const common = useTranslations('common');
  const isCustom = policy.policyType === 'Custom';
  const [{ data, fetching, error }] = useQuery({
    query: PolicyVersionsDocument,
    variables: { ...policy },
  });
  const setDefault = useSend(SetDefaultPolicyVersionDocument);
  const remove = useSend(DeletePolicyVersionDocument);
  const [isCreating, setCreating] = useState(false);
  const [shown, setShown] = useState<Version>();
  const [deleting, setDeleting] = useState<string>();
  const versions = data?.policy?.versions;
  const current = versions?.find(({ isDefaultVersion }) => isDefaultVersion);

  const makeDefault = async (versionId: string) => {
    const before = current?.versionId;
    if (!(await setDefault.send({ input: { policyName, versionId } }))) return;
    say(
      t('applies', { version: versionId }),
      before === undefined
        ? undefined
        : () => void setDefault.send({ input: { policyName, versionId: before } }),
    );
  };
  const confirmDelete = async (versionId: string) => {
    if (!(await remove.send({ input: { policyName, versionId } }))) return;
    setDeleting(undefined);
    say(t('deleted', { version: versionId }));
  };

  return (
    <Section
      title={t('title')}
      actions={
        isCustom && (
          <GuardedButton
            may={may}
            needs="ram:CreatePolicyVersion"
            onPress={() => setCreating(true)}
          >
            {t('create')}
          </GuardedButton>
        )
      }
    >
      <FailureNotice failure={setDefault.failure} />
      <Loaded data={versions} isLoading={fetching} failure={toFailure(error)}>
        {(loaded) => (
          <DataTable
            label={t('title')}
            items={loaded}
            idOf={({ versionId }) => versionId}
            columns={[
              {
                name: t('version'),
                isRowHeader: true,
                cell: ({ versionId, isDefaultVersion }) => (
                  <>
                    <code>{versionId}</code>{' '}
                    {isDefaultVersion && <Badge tone="good">{t('default')}</Badge>}
                  </>
                ),
              },
              {
                name: t('createdAt'),
                cell: ({ creationDate }) => (creationDate ? <Time value={creationDate} /> : '–'),
              },
              {
                name: t('actions'),
                cell: (version) => (
                  <div className="actions">
                    <Button onPress={() => setShown(version)}>{common('show')}</Button>
                    {isCustom && !version.isDefaultVersion && (
                      <>
                        <GuardedButton
                          may={may}
                          needs="ram:SetDefaultPolicyVersion"
                          onPress={() => void makeDefault(version.versionId)}
                        >
                          {t('setDefault')}
                        </GuardedButton>
                        <GuardedButton
                          look="danger"
                          may={may}
                          needs="ram:DeletePolicyVersion"
                          onPress={() => setDeleting(version.versionId)}
                        >
                          {common('delete')}
                        </GuardedButton>
                      </>
                    )}
                  </div>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      {isCreating && (
        <CreatePolicyVersion
          policyName={policyName}
          from={current?.policyDocument ?? ''}
          isFull={(versions?.length ?? 0) >= MAX_VERSIONS}
          onClose={() => setCreating(false)}
        />
      )}
      {shown && (
        <Dialog
          title={t('showTitle', { version: shown.versionId })}
          isOpen
          onClose={() => setShown(undefined)}
        >
          <CodeBlock code={formatJson(shown.policyDocument)} label={t('document')} />
          <div className="actions">
            <Button onPress={() => setShown(undefined)}>{common('close')}</Button>
          </div>
        </Dialog>
      )}
      <ConfirmDialog
        title={t('deleteTitle', { version: deleting ?? '' })}
        action={common('delete')}
        isOpen={deleting !== undefined}
        onClose={() => setDeleting(undefined)}
        onConfirm={() => deleting !== undefined && void confirmDelete(deleting)}
        isSending={remove.isSending}
        failure={remove.failure}
      >
        <p>{t('deleteHint')}</p>
      </ConfirmDialog>
    </Section>
  );
}
