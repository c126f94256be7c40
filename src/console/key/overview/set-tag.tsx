import { useTranslations } from 'use-intl';
import type { Failure } from '../../api/failure.ts';
import { GuardedButton } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { TextField } from '../../ui/fields.tsx';
import { useOpenedKey } from '../opened-key.ts';
import { CHANGEABLE, useStateRefusal } from '../use-state-refusal.ts';
import type { TagValue } from './tag-rows.tsx';

interface SetTagProps {
  /** What is typed. */
  readonly tag: TagValue;
  readonly onChange: (tag: TagValue) => void;
  readonly onSet: (tag: TagValue) => void;
  readonly failure: Failure | undefined;
  readonly isSending: boolean;
}

/** A form for a tag: adds it, or replaces the value of the tag with the same key. */
export function SetTag({ tag, onChange, onSet, failure, isSending }: SetTagProps) {
  const t = useTranslations('key.tags');
  const { may } = useOpenedKey();
  return (
    <form
      className="add"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSending) onSet(tag);
      }}
    >
      <div className="fields">
        <TextField
          label={t('name')}
          value={tag.tagKey}
          onChange={(tagKey) => onChange({ ...tag, tagKey })}
          isRequired
        />
        <TextField
          label={t('value')}
          value={tag.tagValue}
          onChange={(tagValue) => onChange({ ...tag, tagValue })}
        />
      </div>
      <p className="hint">{t('hint')}</p>
      <FailureNotice failure={failure} />
      <div className="actions">
        <GuardedButton
          may={may}
          needs="kms:TagResources"
          refusal={useStateRefusal()(CHANGEABLE)}
          type="submit"
          isPending={isSending}
        >
          {t('set')}
        </GuardedButton>
      </div>
    </form>
  );
}
