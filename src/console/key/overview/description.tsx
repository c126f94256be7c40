import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  KeyDescribeDocument,
  KeyOpenedDocument,
} from '../../../generated/documents/console/graphql.ts';
import { useSend } from '../../api/mutations.ts';
import { Button, GuardedButton } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { errorOf, TextField } from '../../ui/fields.tsx';
import { Section } from '../../ui/page.tsx';
import { say } from '../../ui/toasts.tsx';
import { ConflictNotice } from '../conflict-notice.tsx';
import { useOpenedKey } from '../opened-key.ts';
import { useAsk } from '../use-ask.ts';
import { useDraft } from '../use-draft.ts';
import { CHANGEABLE, useStateRefusal } from '../use-state-refusal.ts';

/** The description of the key, edited in place. */
export function Description() {
  const t = useTranslations('key.description');
  const common = useTranslations('common');
  const { key, may } = useOpenedKey();
  const refusalOf = useStateRefusal();
  const { keyId, description } = key;
  const draft = useDraft(description);
  const present = useAsk(KeyOpenedDocument);
  const change = useSend(KeyDescribeDocument);
  const [isSaving, setSaving] = useState(false);

  const write = (text: string) => change.send({ input: { keyId, description: text } });

  async function save(event: SubmitEvent) {
    event.preventDefault();
    if (isSaving) return;
    setSaving(true);
    const { base } = draft;
    // Somebody else may have changed it since: then the notice of it is shown, and nothing is written.
    const answer = await present.ask({ keyId });
    if (answer?.key?.description === base && (await write(draft.text))) {
      draft.discard();
      say(t('saved'), () => void write(base));
    }
    setSaving(false);
  }

  if (!draft.isEdited)
    return (
      <Section
        title={t('title')}
        actions={
          <GuardedButton
            may={may}
            needs="kms:UpdateKeyDescription"
            refusal={refusalOf(CHANGEABLE)}
            onPress={() => draft.edit(description)}
          >
            {common('edit')}
          </GuardedButton>
        }
      >
        {description ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled with the keyboard
          <p className="written" tabIndex={0}>
            {description}
          </p>
        ) : (
          <p className="hint">{t('empty')}</p>
        )}
        <FailureNotice failure={change.failure} />
      </Section>
    );
  return (
    <Section title={t('title')}>
      <form onSubmit={(event) => void save(event)}>
        <TextField
          label={t('label')}
          description={t('hint')}
          rows={4}
          value={draft.text}
          onChange={draft.edit}
          error={errorOf(change.failure, 'description')}
          autoFocus
        />
        <ConflictNotice draft={draft} />
        <FailureNotice failure={present.failure ?? change.failure} />
        <div className="actions">
          <Button
            look="primary"
            type="submit"
            isPending={isSaving}
            isDisabled={draft.conflict !== undefined}
          >
            {common('save')}
          </Button>
          <Button
            look="quiet"
            onPress={() => {
              change.clear();
              draft.discard();
            }}
          >
            {common('cancel')}
          </Button>
        </div>
      </form>
    </Section>
  );
}
