import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import { KeyDeleteMaterialDocument } from '../../../generated/documents/console/graphql.ts';
import { useSend } from '../../api/mutations.ts';
import { GuardedButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { say } from '../../ui/toasts.tsx';
import { useOpenedKey } from '../opened-key.ts';
import { useStateRefusal } from '../use-state-refusal.ts';

/** The material of a key of origin `EXTERNAL`. */
export function Material() {
  const t = useTranslations('key.material');
  const { key, may } = useOpenedKey();
  const refusalOf = useStateRefusal();
  const { keyId, keyState, materialExpireTime } = key;
  const [isAsking, setAsking] = useState(false);
  const remove = useSend(KeyDeleteMaterialDocument);
  const isMissing = keyState === 'PendingImport';

  async function deleteMaterial() {
    if (!(await remove.send({ input: { keyId } }))) return;
    setAsking(false);
    say(t('deleted'));
  }

  return (
    <Section title={t('title')}>
      <div className="stack">
        {isMissing ? (
          <p>{t('missing')}</p>
        ) : (
          <Facts
            facts={[
              [
                t('expires'),
                materialExpireTime ? <Time key="" value={materialExpireTime} /> : t('noExpiry'),
              ],
            ]}
          />
        )}
        <div className="actions">
          {keyState !== 'PendingDeletion' && (
            <Link href={`/keys/${keyId}/import`} className="button secondary">
              {t(isMissing ? 'import' : 'again')}
            </Link>
          )}
          {!isMissing && (
            <GuardedButton
              look="danger"
              may={may}
              needs="kms:DeleteKeyMaterial"
              refusal={refusalOf(['Enabled', 'Disabled'])}
              onPress={() => setAsking(true)}
            >
              {t('delete')}
            </GuardedButton>
          )}
        </div>
      </div>
      <ConfirmDialog
        title={t('deleteTitle')}
        action={t('delete')}
        isOpen={isAsking}
        onClose={() => {
          remove.clear();
          setAsking(false);
        }}
        onConfirm={() => void deleteMaterial()}
        isSending={remove.isSending}
        failure={remove.failure}
      >
        <p>{t('deleteHint')}</p>
      </ConfirmDialog>
    </Section>
  );
}
