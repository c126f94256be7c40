import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ListedKeyFragment } from '../../generated/documents/console/graphql.ts';
import { useMay } from '../api/may.ts';
import { useStore } from '../api/store.ts';
import { keysArn, useViewer } from '../session/viewer.ts';
import { Button, GuardedButton } from '../ui/button.tsx';
import { say } from '../ui/toasts.tsx';
import { changeStates } from './change-states.ts';
import { changeTags, type TagChange, type TagsByKey, undoTags } from './change-tags.ts';
import type { KeyList } from './key-list.ts';
import type { Selection } from './selection.ts';
import { TagDialog } from './tag-dialog.tsx';
import { work } from './work.ts';

const ACTIONS = [
  'kms:EnableKey',
  'kms:DisableKey',
  'kms:TagResource',
  'kms:UntagResource',
] as const;

interface SelectedKeysProps {
  readonly list: KeyList;
  readonly selection: Selection;
}

/** What can be done with the selected keys. */
export function SelectedKeys({ list, selection }: SelectedKeysProps) {
  const t = useTranslations('keys');
  const [tagged, setTagged] = useState<readonly ListedKeyFragment[]>();
  const { keyIds } = selection;
  const current = useStore(work);
  const isBusy = current?.isEnded === false;
  const busy = isBusy ? t('busy') : undefined;
  // Permissions can differ from key to key. This asks for the first selected one; the server checks each.
  const [first] = list.find(new Set([...keyIds].slice(0, 1)));
  const container = keysArn(useViewer());
  const may = useMay(first?.arn ?? container, ACTIONS);

  async function setState(target: 'Enabled' | 'Disabled') {
    const keys = list.find(keyIds).filter(({ keyState }) => keyState !== target);
    const isEnabled = target === 'Enabled';
    const done = await changeStates(t(isEnabled ? 'enabling' : 'disabling'), keys, target);
    if (done.size === 0) return;
    const changed = keys.filter(({ keyId }) => done.has(keyId));
    say(t(isEnabled ? 'enabled' : 'disabled', { count: done.size }), () => {
      const back = isEnabled ? 'Disabled' : 'Enabled';
      void changeStates(t('undoing'), changed, back);
    });
  }

  async function setTags(change: TagChange, before: TagsByKey) {
    const keys = tagged?.map(({ keyId }) => keyId) ?? [];
    setTagged(undefined);
    const labelOf = (count: number) => t('keysOfRequest', { count });
    const done = await changeTags(t('tagging'), keys, change, labelOf);
    if (done.size === 0) return;
    say(t('taggedKeys', { count: done.size }), () => {
      void undoTags(t('undoing'), done, change, before, labelOf);
    });
  }

  return (
    <div className="selected-keys" role="toolbar" aria-label={t('selectedActions')}>
      <strong aria-live="polite">{t('selected', { count: keyIds.size })}</strong>
      <GuardedButton
        may={may}
        needs="kms:TagResource"
        refusal={busy}
        onPress={() => setTagged(list.find(keyIds))}
      >
        {t('tag')}
      </GuardedButton>
      <GuardedButton
        may={may}
        needs="kms:EnableKey"
        refusal={busy}
        onPress={() => void setState('Enabled')}
      >
        {t('enable')}
      </GuardedButton>
      <GuardedButton
        may={may}
        needs="kms:DisableKey"
        refusal={busy}
        onPress={() => void setState('Disabled')}
      >
        {t('disable')}
      </GuardedButton>
      <Button look="quiet" onPress={() => selection.setAll(false)}>
        {t('clearSelection')}
      </Button>
      {tagged && (
        <TagDialog
          keys={tagged}
          onClose={() => setTagged(undefined)}
          onChange={(change, before) => void setTags(change, before)}
        />
      )}
    </div>
  );
}
