import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ComboBox } from '../ui/combo-box.tsx';
import { errorOf } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { say } from '../ui/toasts.tsx';
import { type PolicyHolder, useAttachments } from './attachments.ts';
import { useAllPolicies } from './use-all-policies.ts';

interface AttachPolicyProps {
  readonly holder: PolicyHolder;
  readonly onClose: () => void;
}

/** Chooses a policy and attaches it to a user or a role. */
export function AttachPolicy({ holder, onClose }: AttachPolicyProps) {
  const t = useTranslations('access.attachments');
  const { items = [], failure: listFailure } = useAllPolicies();
  const { attach, detach, isSending, failure } = useAttachments(holder);
  const [policyName, setPolicyName] = useState('');

  async function submit() {
    // A custom policy cannot have the name of a system policy, so the name says which it is.
    const found = items.find((one) => one.policyName === policyName);
    const policy = { policyType: found?.policyType ?? ('Custom' as const), policyName };
    if (!(await attach(policy))) return;
    onClose();
    say(t('attached', { policy: policyName, name: holder.name }), () => void detach(policy));
  }

  return (
    <FormDialog
      title={t('attachTo', { name: holder.name })}
      action={t('attach')}
      onSubmit={() => void submit()}
      onClose={onClose}
      isSending={isSending}
      isDisabled={policyName === ''}
      failure={failure ?? listFailure}
    >
      <ComboBox
        label={t('policy')}
        description={t('chooseHint')}
        value={policyName}
        onChange={setPolicyName}
        choices={items.map((policy) => ({
          value: policy.policyName,
          label: policy.policyName,
          description: `${t(`types.${policy.policyType}`)}${policy.description ? ` · ${policy.description}` : ''}`,
        }))}
        error={errorOf(failure, 'policyName')}
        isRequired
        autoFocus
      />
    </FormDialog>
  );
}
