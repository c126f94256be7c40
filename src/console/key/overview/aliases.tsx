import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import {
  KeyAddAliasDocument,
  KeyAliasesDocument,
  type KeyAliasesQuery,
  KeyDeleteAliasDocument,
} from '../../../generated/documents/console/graphql.ts';
import { useSend } from '../../api/mutations.ts';
import { usePages } from '../../api/use-pages.ts';
import { GuardedButton } from '../../ui/button.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Section } from '../../ui/page.tsx';
import { say } from '../../ui/toasts.tsx';
import { Listed } from '../listed.tsx';
import { useOpenedKey } from '../opened-key.ts';
import { AddAlias } from './add-alias.tsx';

const NEEDED = 'kms:ListAliasesByKeyId';
const aliasesOf = ({ key }: KeyAliasesQuery) => key?.aliases;

/** The aliases of the key. */
export function Aliases() {
  const t = useTranslations('key.aliases');
  const common = useTranslations('common');
  const { key, may } = useOpenedKey();
  const { keyId } = key;
  const variables = useMemo(() => ({ keyId }), [keyId]);
  const pages = usePages(KeyAliasesDocument, variables, aliasesOf, {
    isAllowed: may(NEEDED) === true,
    requestPolicy: 'cache-and-network',
    pageItems: 20,
  });
  const remove = useSend(KeyDeleteAliasDocument);
  const addAgain = useSend(KeyAddAliasDocument);

  async function deleteAlias(aliasName: string) {
    if (!(await remove.send({ input: { aliasName } }))) return;
    say(
      t('deleted', { name: aliasName }),
      () => void addAgain.send({ input: { aliasName, keyId } }),
    );
  }

  return (
    <Section title={t('title')}>
      <Listed needs={NEEDED} pages={pages}>
        {(aliases) =>
          aliases.length === 0 ? (
            <p className="hint">{t('none')}</p>
          ) : (
            <ul className="rows" aria-label={t('title')}>
              {aliases.map(({ id, aliasName }) => (
                <li key={id}>
                  <code>{aliasName}</code>
                  <GuardedButton
                    look="quiet"
                    may={may}
                    needs="kms:DeleteAlias"
                    aria-label={t('delete', { name: aliasName })}
                    onPress={() => void deleteAlias(aliasName)}
                  >
                    {common('delete')}
                  </GuardedButton>
                </li>
              ))}
            </ul>
          )
        }
      </Listed>
      <FailureNotice failure={remove.failure ?? addAgain.failure} />
      <AddAlias />
    </Section>
  );
}
