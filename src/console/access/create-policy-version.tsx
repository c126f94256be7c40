import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { CreatePolicyVersionDocument } from '../../generated/documents/console/graphql.ts';
import { useSend } from '../api/mutations.ts';
import { Checkbox } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { formatJson } from '../ui/json.ts';
import { say } from '../ui/toasts.tsx';
import { MAX_POLICY_CHARACTERS } from './create-policy.tsx';
import { isSendable, PolicyEditor } from './policy-editor.tsx';

interface CreatePolicyVersionProps {
  readonly policyName: string;
  /** The text to begin with. */
  readonly from: string;
  /** Whether there is no room for another version. */
  readonly isFull: boolean;
  readonly onClose: () => void;
}

/** Adds a version to a custom policy, and makes it the one that applies unless that is not wanted. */
export function CreatePolicyVersion(props: CreatePolicyVersionProps) {
  const { policyName, from, isFull, onClose } = props;
  const t = useTranslations('access.versions');
  const { send, isSending, failure } = useSend(CreatePolicyVersionDocument);
  const [document, setDocument] = useState(formatJson(from));
  const [isDefault, setDefault] = useState(true);
  const [removesOldest, setRemovesOldest] = useState(false);
  async function submit() {
    const created = await send({
      input: {
        policyName,
        policyDocument: document,
        setAsDefault: isDefault,
        rotateStrategy: removesOldest ? 'DeleteOldestNonDefaultVersionWhenLimitExceeded' : 'None',
      },
    });
    const versionId = created?.createPolicyVersion?.policyVersion.versionId;
    if (versionId === undefined) return;
    onClose();
    say(t('created', { version: versionId }));
  }
  return (
    <FormDialog
      title={t('createTitle', { name: policyName })}
      action={t('create')}
      onSubmit={() => void submit()}
      onClose={onClose}
      isSending={isSending}
      isDisabled={!isSendable(document, MAX_POLICY_CHARACTERS)}
      failure={failure}
    >
      <PolicyEditor
        label={t('document')}
        value={document}
        onChange={setDocument}
        maxCharacters={MAX_POLICY_CHARACTERS}
        failure={failure}
        field="policyDocument"
      />
      <Checkbox isSelected={isDefault} onChange={setDefault}>
        {t('makeDefault')}
      </Checkbox>
      {isFull && (
        <Checkbox isSelected={removesOldest} onChange={setRemovesOldest}>
          {t('removeOldest')}
        </Checkbox>
      )}
    </FormDialog>
  );
}
