import { useState } from 'react';
import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import {
  KeyAddTagsDocument,
  KeyRemoveTagsDocument,
  KeyTagsDocument,
} from '../../../generated/documents/console/graphql.ts';
import { toFailure } from '../../api/failure.ts';
import { useSend } from '../../api/mutations.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Loaded, Section } from '../../ui/page.tsx';
import { say } from '../../ui/toasts.tsx';
import { NeedsPermission } from '../needs-permission.tsx';
import { useOpenedKey } from '../opened-key.ts';
import { SetTag } from './set-tag.tsx';
import { TagRows, type TagValue } from './tag-rows.tsx';

const NEEDED = 'kms:ListResourceTags';

/** The tags of the key. */
export function Tags() {
  const t = useTranslations('key.tags');
  const { key, may } = useOpenedKey();
  const { keyId } = key;
  const [{ data, fetching, error }] = useQuery({
    query: KeyTagsDocument,
    variables: { keyId },
    pause: may(NEEDED) !== true,
    requestPolicy: 'cache-and-network',
  });
  const tags = data?.key?.tags;
  const add = useSend(KeyAddTagsDocument);
  const remove = useSend(KeyRemoveTagsDocument);
  const [edited, setEdited] = useState<TagValue>({ tagKey: '', tagValue: '' });

  const write = (tag: TagValue) => add.send({ input: { keyIds: [keyId], tags: [tag] } });
  const unset = ({ tagKey }: TagValue) =>
    remove.send({ input: { keyIds: [keyId], tags: { tagKeys: [tagKey] } } });

  async function set(tag: TagValue) {
    const before = tags?.find(({ tagKey }) => tagKey === tag.tagKey);
    if (!(await write(tag))) return;
    setEdited({ tagKey: '', tagValue: '' });
    // Who may not list the tags cannot know what was replaced.
    say(
      t('saved', { name: tag.tagKey }),
      tags ? () => void (before ? write(before) : unset(tag)) : undefined,
    );
  }

  async function removeTag(tag: TagValue) {
    if (await unset(tag)) say(t('removed', { name: tag.tagKey }), () => void write(tag));
  }

  return (
    <Section title={t('title')}>
      {may(NEEDED) === false ? (
        <NeedsPermission action={NEEDED} />
      ) : (
        <Loaded data={tags} isLoading={fetching} failure={toFailure(error)}>
          {(shown) => (
            <TagRows tags={shown} onEdit={setEdited} onRemove={(tag) => void removeTag(tag)} />
          )}
        </Loaded>
      )}
      <FailureNotice failure={remove.failure} />
      <SetTag
        tag={edited}
        onChange={setEdited}
        onSet={(tag) => void set(tag)}
        failure={add.failure}
        isSending={add.isSending}
      />
    </Section>
  );
}
