import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLocation } from 'wouter';
import { CreatePolicyDocument } from '../../generated/documents/console/graphql.ts';
import { useSend } from '../api/mutations.ts';
import { keysArn, useViewer } from '../session/viewer.ts';
import { errorOf, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { policyAddress } from './addresses.ts';
import { isSendable, PolicyEditor } from './policy-editor.tsx';

/** Characters of a policy of users and roles (CreatePolicy). */
export const MAX_POLICY_CHARACTERS = 6_144;
const MAX_DESCRIPTION_CHARACTERS = 1_024;

const firstDocument = (resource: string) =>
  JSON.stringify(
    {
      Version: '1',
      Statement: [{ Effect: 'Allow', Action: ['kms:DescribeKey'], Resource: resource }],
    },
    null,
    2,
  );

/** Creates a custom policy. */
export function CreatePolicy({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('access.policies');
  const [, navigate] = useLocation();
  const { send, isSending, failure } = useSend(CreatePolicyDocument);
  const keys = keysArn(useViewer());
  const [policyName, setPolicyName] = useState('');
  const [description, setDescription] = useState('');
  const [document, setDocument] = useState(firstDocument(`${keys}/*`));
  async function submit() {
    const created = await send({ input: { policyName, description, policyDocument: document } });
    if (created?.createPolicy) navigate(policyAddress({ policyType: 'Custom', policyName }));
  }
  return (
    <FormDialog
      title={t('create')}
      action={t('create')}
      onSubmit={() => void submit()}
      onClose={onClose}
      isSending={isSending}
      isDisabled={!isSendable(document, MAX_POLICY_CHARACTERS)}
      failure={failure}
    >
      <TextField
        label={t('name')}
        description={t('nameHint')}
        value={policyName}
        onChange={setPolicyName}
        error={errorOf(failure, 'policyName')}
        isRequired
        isCode
        autoFocus
      />
      <TextField
        label={t('description')}
        value={description}
        onChange={setDescription}
        maxLength={MAX_DESCRIPTION_CHARACTERS}
        error={errorOf(failure, 'description')}
      />
      <PolicyEditor
        label={t('document')}
        description={t('documentHint')}
        value={document}
        onChange={setDocument}
        maxCharacters={MAX_POLICY_CHARACTERS}
        failure={failure}
        field="policyDocument"
      />
    </FormDialog>
  );
}
