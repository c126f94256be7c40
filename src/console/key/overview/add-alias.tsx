import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  KeyAddAliasDocument,
  KeyDeleteAliasDocument,
  KeyMoveAliasDocument,
} from '../../../generated/documents/console/graphql.ts';
import { useSend } from '../../api/mutations.ts';
import { GuardedButton } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { errorOf, TextField } from '../../ui/fields.tsx';
import { say } from '../../ui/toasts.tsx';
import { useOpenedKey } from '../opened-key.ts';
import { CHANGEABLE, useStateRefusal } from '../use-state-refusal.ts';
import { MoveAlias } from './move-alias.tsx';

const PREFIX = 'alias/';

/** Gives the key an alias: a new one, or one that names another key. */
export function AddAlias() {
  const t = useTranslations('key.aliases');
  const common = useTranslations('common');
  const { key, may } = useOpenedKey();
  const refusal = useStateRefusal()(CHANGEABLE);
  const { keyId } = key;
  const [name, setName] = useState(PREFIX);
  const add = useSend(KeyAddAliasDocument);
  const remove = useSend(KeyDeleteAliasDocument);
  const move = useSend(KeyMoveAliasDocument);
  const isTaken = add.failure?.code === 'AliasAlreadyExists';

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (add.isSending) return;
    const aliasName = name.trim();
    if (!(await add.send({ input: { aliasName, keyId } }))) return;
    setName(PREFIX);
    say(t('added', { name: aliasName }), () => void remove.send({ input: { aliasName } }));
  }

  async function moveHere() {
    const aliasName = name.trim();
    const sent = await move.send({ input: { aliasName, keyId } });
    if (!sent) return;
    add.clear();
    setName(PREFIX);
    const from = sent.updateAlias?.previousKey?.keyId;
    const moveBack = () => void move.send({ input: { aliasName, keyId: from ?? '' } });
    say(t('moved', { name: aliasName }), from === undefined ? undefined : moveBack);
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="add">
      <TextField
        label={t('name')}
        description={t('hint')}
        value={name}
        onChange={(text) => {
          add.clear();
          move.clear();
          setName(text);
        }}
        error={errorOf(add.failure, 'aliasName')}
        isCode
      />
      <FailureNotice failure={move.failure ?? add.failure ?? remove.failure} />
      {isTaken && (
        <MoveAlias name={name.trim()} isMoving={move.isSending} onMove={() => void moveHere()} />
      )}
      <div className="actions">
        <GuardedButton
          may={may}
          needs="kms:CreateAlias"
          refusal={refusal}
          type="submit"
          isPending={add.isSending}
        >
          {common('add')}
        </GuardedButton>
      </div>
    </form>
  );
}
