import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  KeyPolicyTextDocument,
  KeySetPolicyDocument,
} from '../../../generated/documents/console/graphql.ts';
import { useSend } from '../../api/mutations.ts';
import { Button, GuardedButton } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { TextField } from '../../ui/fields.tsx';
import { formatJson, jsonFault, readable } from '../../ui/json.ts';
import { say } from '../../ui/toasts.tsx';
import { useJsonError } from '../../ui/use-json-error.ts';
import { ConflictNotice } from '../conflict-notice.tsx';
import { useOpenedKey } from '../opened-key.ts';
import { useAsk } from '../use-ask.ts';
import { useDraft } from '../use-draft.ts';
import { CHANGEABLE, useStateRefusal } from '../use-state-refusal.ts';
import { isLockout, LockoutNotice } from './lockout-notice.tsx';

const LINES = 18;

interface PolicyEditorProps {
  readonly policy: { readonly document: string; readonly isDefault: boolean };
}

/** The policy as text. It is checked while it is typed, and by the server when it is saved. */
export function PolicyEditor({ policy }: PolicyEditorProps) {
  const t = useTranslations('key.policy');
  const common = useTranslations('common');
  const { key, may } = useOpenedKey();
  const refusal = useStateRefusal()(CHANGEABLE);
  const { keyId } = key;
  const draft = useDraft(readable(policy.document));
  const present = useAsk(KeyPolicyTextDocument);
  const change = useSend(KeySetPolicyDocument);
  const [allowLockout, setAllowLockout] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const jsonError = useJsonError(draft.text);

  const write = (text: string, lockout: boolean) =>
    change.send({ input: { keyId, policy: text, allowLockout: lockout } });

  function edit(text: string) {
    if (change.failure) change.clear();
    setAllowLockout(false);
    draft.edit(text);
  }

  async function save(event: SubmitEvent) {
    event.preventDefault();
    if (isSaving || jsonFault(draft.text)) return;
    setSaving(true);
    const { base } = draft;
    // Somebody else may have changed it since: then the notice of it is shown, and nothing is written.
    const document = (await present.ask({ keyId }))?.key?.policy?.document;
    if (
      document !== undefined &&
      readable(document) === base &&
      (await write(draft.text, allowLockout))
    ) {
      await present.ask({ keyId });
      setAllowLockout(false);
      draft.discard();
      // What the default policy says can be set, but then it is a policy that was set.
      say(t('saved'), () => void write(base, true).then(() => present.ask({ keyId })));
    }
    setSaving(false);
  }

  const isReadOnly = may('kms:SetKeyPolicy') === false || refusal !== undefined;
  return (
    <form onSubmit={(event) => void save(event)} className="policy-editor">
      {policy.isDefault && <p className="hint">{t('isDefault')}</p>}
      <TextField
        label={t('label')}
        description={t('bytes', { bytes: new TextEncoder().encode(draft.text).length })}
        rows={LINES}
        value={draft.text}
        onChange={edit}
        error={jsonError}
        isReadOnly={isReadOnly}
        isCode
      />
      <ConflictNotice draft={draft} />
      <FailureNotice failure={present.failure ?? change.failure} />
      {isLockout(change.failure) && (
        <LockoutNotice isAllowed={allowLockout} onChange={setAllowLockout} />
      )}
      <div className="actions">
        <GuardedButton
          look="primary"
          may={may}
          needs="kms:SetKeyPolicy"
          refusal={refusal}
          type="submit"
          isPending={isSaving}
          isDisabled={!draft.isEdited || jsonError !== undefined || draft.conflict !== undefined}
        >
          {common('save')}
        </GuardedButton>
        {!isReadOnly && (
          <Button isDisabled={jsonError !== undefined} onPress={() => edit(formatJson(draft.text))}>
            {t('format')}
          </Button>
        )}
        {draft.isEdited && (
          <Button
            look="quiet"
            onPress={() => {
              change.clear();
              draft.discard();
            }}
          >
            {t('reset')}
          </Button>
        )}
      </div>
    </form>
  );
}
