import { useTranslations } from 'use-intl';
import { Button } from './button.tsx';
import { TextField } from './fields.tsx';

/** A tag as it is typed. */
export interface TypedTag {
  /** Tells it from the others while it is changed. */
  readonly id: number;
  readonly tagKey: string;
  readonly tagValue: string;
}

const MAX_TAGS = 20;

/** A tag without a text yet. */
export const newTag = (tags: readonly TypedTag[]): TypedTag => ({
  id: Math.max(0, ...tags.map(({ id }) => id)) + 1,
  tagKey: '',
  tagValue: '',
});

/** What is to be sent: the tags that have a key. */
export const typedTags = (tags: readonly TypedTag[]) =>
  tags.filter(({ tagKey }) => tagKey !== '').map(({ tagKey, tagValue }) => ({ tagKey, tagValue }));

interface TagFieldsProps {
  readonly label: string;
  readonly tags: readonly TypedTag[];
  readonly onChange: (tags: readonly TypedTag[]) => void;
  /** What is wrong with them. */
  readonly error?: string | undefined;
}

/** Up to 20 tags to type. */
export function TagFields({ label, tags, onChange, error }: TagFieldsProps) {
  const t = useTranslations();
  const change = (id: number, part: Partial<TypedTag>) =>
    onChange(tags.map((tag) => (tag.id === id ? { ...tag, ...part } : tag)));
  return (
    <fieldset className="tag-fields">
      <legend>{label}</legend>
      {tags.map(({ id, tagKey, tagValue }, index) => (
        <div key={id} className="tag-line">
          <TextField
            label={t('keys.tagKey')}
            value={tagKey}
            onChange={(text) => change(id, { tagKey: text })}
            maxLength={256}
            isCode
          />
          <TextField
            label={t('keys.tagValue')}
            value={tagValue}
            onChange={(text) => change(id, { tagValue: text })}
            maxLength={256}
            isCode
          />
          <Button
            look="quiet"
            aria-label={`${t('common.remove')}: ${tagKey || index + 1}`}
            onPress={() => onChange(tags.filter((tag) => tag.id !== id))}
          >
            ×
          </Button>
        </div>
      ))}
      {error && (
        <p role="alert" className="field-error">
          {error}
        </p>
      )}
      <Button
        isDisabled={tags.length >= MAX_TAGS}
        onPress={() => onChange([...tags, newTag(tags)])}
      >
        {t('keys.addTag')}
      </Button>
    </fieldset>
  );
}
