import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import {
  KeyNewVersionDocument,
  KeyVersionsDocument,
  type KeyVersionsQuery,
} from '../../../generated/documents/console/graphql.ts';
import { useSend } from '../../api/mutations.ts';
import { usePages } from '../../api/use-pages.ts';
import { Badge } from '../../ui/badge.tsx';
import { GuardedButton } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { type ColumnOf, DataTable } from '../../ui/data-table.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { say } from '../../ui/toasts.tsx';
import { Listed } from '../listed.tsx';
import { useOpenedKey } from '../opened-key.ts';
import { useStateRefusal } from '../use-state-refusal.ts';
import { PublicKey } from './public-key.tsx';

const NEEDED = 'kms:ListKeyVersions';
const versionsOf = ({ key }: KeyVersionsQuery) => key?.versions;

interface Version {
  readonly keyVersionId: string;
  readonly creationDate: string;
}

/** The versions of the key, the oldest first. */
export function Versions() {
  const t = useTranslations('key.versions');
  const { key, may } = useOpenedKey();
  const { keyId, keySpec, origin, primaryKeyVersion } = key;
  const stateRefusal = useStateRefusal()(['Enabled']);
  const variables = useMemo(() => ({ keyId }), [keyId]);
  const pages = usePages(KeyVersionsDocument, variables, versionsOf, {
    isAllowed: may(NEEDED) === true,
    requestPolicy: 'cache-and-network',
    pageItems: 20,
  });
  const create = useSend(KeyNewVersionDocument);
  const isPair = !keySpec.startsWith('Aliyun_');

  const columns: ColumnOf<Version>[] = [
    {
      name: t('id'),
      isRowHeader: true,
      cell: ({ keyVersionId }) => (
        <span className="with-copy">
          <code>{keyVersionId}</code>
          <CopyButton text={keyVersionId} label={t('id')} />
          {keyVersionId === primaryKeyVersion && <Badge tone="good">{t('primary')}</Badge>}
        </span>
      ),
    },
    { name: t('date'), cell: ({ creationDate }) => <Time value={creationDate} /> },
  ];
  if (isPair)
    columns.push({
      name: t('publicKey'),
      cell: ({ keyVersionId }) => <PublicKey keyVersionId={keyVersionId} />,
    });

  return (
    <Section
      title={t('title')}
      actions={
        <GuardedButton
          may={may}
          needs="kms:CreateKeyVersion"
          refusal={origin === 'EXTERNAL' ? t('unsupported') : stateRefusal}
          isPending={create.isSending}
          onPress={() =>
            void create.send({ input: { keyId } }).then((sent) => sent && say(t('created')))
          }
        >
          {t('create')}
        </GuardedButton>
      }
    >
      <p className="hint">{t(isPair ? 'hintPair' : 'hint')}</p>
      <FailureNotice failure={create.failure} />
      <Listed needs={NEEDED} pages={pages}>
        {(versions) => (
          <DataTable
            label={t('title')}
            columns={columns}
            items={versions}
            idOf={({ keyVersionId }) => keyVersionId}
          />
        )}
      </Listed>
    </Section>
  );
}
