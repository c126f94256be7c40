import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import type { May } from '../api/may.ts';
import { GuardedButton } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { Loaded, Section } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { say } from '../ui/toasts.tsx';
import { policyAddress } from './addresses.ts';
import { AttachPolicy } from './attach-policy.tsx';
import { type Attached, type PolicyHolder, useAttachments } from './attachments.ts';

interface AttachedPoliciesProps {
  readonly holder: PolicyHolder;
  readonly may: May;
  /** Other buttons. */
  readonly actions?: ReactNode;
}

/** The policies of a user or a role: attach and detach. */
export function AttachedPolicies({ holder, may, actions }: AttachedPoliciesProps) {
  const t = useTranslations('access.attachments');
  const { policies, isLoading, readFailure, attach, detach, failure } = useAttachments(holder);
  const [isAttaching, setAttaching] = useState(false);
  const [attachNeeds, detachNeeds] =
    holder.type === 'user'
      ? ['ram:AttachPolicyToUser', 'ram:DetachPolicyFromUser']
      : ['ram:AttachPolicyToRole', 'ram:DetachPolicyFromRole'];
  const takeAway = async (policy: Attached) => {
    if (await detach(policy))
      say(
        t('detached', { policy: policy.policyName, name: holder.name }),
        () => void attach(policy),
      );
  };
  return (
    <Section
      title={t('title')}
      actions={
        <>
          {actions}
          <GuardedButton may={may} needs={attachNeeds} onPress={() => setAttaching(true)}>
            {t('attach')}
          </GuardedButton>
        </>
      }
    >
      <FailureNotice failure={failure} />
      <Loaded data={policies} isLoading={isLoading} failure={readFailure}>
        {(attached) => (
          <DataTable
            label={t('title')}
            items={attached}
            idOf={({ policyType, policyName }) => `${policyType} ${policyName}`}
            empty={t('empty', { name: holder.name })}
            columns={[
              {
                name: t('policy'),
                isRowHeader: true,
                cell: (policy) => <Link href={policyAddress(policy)}>{policy.policyName}</Link>,
              },
              { name: t('type'), cell: ({ policyType }) => t(`types.${policyType}`) },
              { name: t('since'), cell: ({ attachDate }) => <Time value={attachDate} /> },
              {
                name: t('actions'),
                cell: (policy) => (
                  <GuardedButton
                    may={may}
                    needs={detachNeeds}
                    onPress={() => void takeAway(policy)}
                  >
                    {t('detach')}
                  </GuardedButton>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      {isAttaching && <AttachPolicy holder={holder} onClose={() => setAttaching(false)} />}
    </Section>
  );
}
