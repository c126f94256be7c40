import { useTranslations } from 'use-intl';
import { Button, GuardedButton } from '../../ui/button.tsx';
import { useOpenedKey } from '../opened-key.ts';
import { CHANGEABLE, useStateRefusal } from '../use-state-refusal.ts';

/** A tag. */
export interface TagValue {
  readonly tagKey: string;
  readonly tagValue: string;
}

interface TagRowsProps {
  readonly tags: readonly TagValue[];
  readonly onEdit: (tag: TagValue) => void;
  readonly onRemove: (tag: TagValue) => void;
}

/** The tags of the key, each with what can be done with it. */
export function TagRows({ tags, onEdit, onRemove }: TagRowsProps) {
  const t = useTranslations('key.tags');
  const common = useTranslations('common');
  const { may } = useOpenedKey();
  const refusal = useStateRefusal()(CHANGEABLE);
  if (tags.length === 0) return <p className="hint">{t('none')}</p>;
  return (
    <ul className="rows" aria-label={t('title')}>
      {tags.map((tag) => (
        <li key={tag.tagKey}>
          <span className="pair">
            <code>{tag.tagKey}</code> <span>{tag.tagValue}</span>
          </span>
          <span className="actions">
            <Button
              look="quiet"
              aria-label={t('edit', { name: tag.tagKey })}
              onPress={() => onEdit(tag)}
            >
              {common('edit')}
            </Button>
            <GuardedButton
              look="quiet"
              may={may}
              needs="kms:UntagResources"
              refusal={refusal}
              aria-label={t('remove', { name: tag.tagKey })}
              onPress={() => onRemove(tag)}
            >
              {common('remove')}
            </GuardedButton>
          </span>
        </li>
      ))}
    </ul>
  );
}
