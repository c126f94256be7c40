import { type SubmitEvent, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ListedKeyFragment } from '../../generated/documents/console/graphql.ts';
import type { Failure } from '../api/failure.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { Checkbox } from '../ui/fields.tsx';
import { newTag, TagFields, type TypedTag, typedTags } from '../ui/tag-fields.tsx';
import { readTags, type TagChange, type TagsByKey } from './change-tags.ts';

interface TagDialogProps {
  readonly keys: readonly ListedKeyFragment[];
  readonly onClose: () => void;
  readonly onChange: (change: TagChange, before: TagsByKey) => void;
}

/** Tags to add to some keys and to remove from them. It reads the tags first, so that the change can be undone. */
export function TagDialog({ keys, onClose, onChange }: TagDialogProps) {
  const t = useTranslations();
  const [before, setBefore] = useState<TagsByKey>();
  const [failure, setFailure] = useState<Failure>();
  const [tags, setTags] = useState<readonly TypedTag[]>(() => [newTag([])]);
  const [removed, setRemoved] = useState<readonly string[]>([]);
  useEffect(() => {
    void readTags(keys.map(({ id }) => id)).then((result) =>
      'tags' in result ? setBefore(result.tags) : setFailure(result.failure),
    );
  }, [keys]);
  const add = typedTags(tags);
  const remove = removed.filter((tagKey) => !add.some((tag) => tag.tagKey === tagKey));

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (before && add.length + remove.length > 0) onChange({ add, remove }, before);
  }

  return (
    <Dialog title={t('keys.tagTitle', { count: keys.length })} isOpen onClose={onClose}>
      <FailureNotice failure={failure} />
      <form onSubmit={submit} className="stack">
        <TagFields label={t('keys.tagsToAdd')} tags={tags} onChange={setTags} />
        {before && <Removable before={before} removed={removed} onChange={setRemoved} />}
        {!before && !failure && (
          <p role="status" className="loading">
            {t('common.loading')}
          </p>
        )}
        <div className="actions">
          <Button look="quiet" onPress={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            look="primary"
            type="submit"
            isDisabled={!before || add.length + remove.length === 0}
          >
            {t('keys.changeTags')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface RemovableProps {
  readonly before: TagsByKey;
  readonly removed: readonly string[];
  readonly onChange: (removed: readonly string[]) => void;
}

/** The tags that the keys have. */
function Removable({ before, removed, onChange }: RemovableProps) {
  const t = useTranslations('keys');
  const counts = new Map<string, number>();
  for (const { tagKey } of [...before.values()].flat())
    counts.set(tagKey, (counts.get(tagKey) ?? 0) + 1);
  if (counts.size === 0) return null;
  return (
    <fieldset className="tag-fields">
      <legend>{t('tagsToRemove')}</legend>
      {[...counts].sort().map(([tagKey, count]) => (
        <Checkbox
          key={tagKey}
          isSelected={removed.includes(tagKey)}
          onChange={(isSelected) =>
            onChange(isSelected ? [...removed, tagKey] : removed.filter((one) => one !== tagKey))
          }
        >
          <span>
            <code>{tagKey}</code> <span className="hint inline">{t('onKeys', { count })}</span>
          </span>
        </Checkbox>
      ))}
    </fieldset>
  );
}
