import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import { Link, useLocation } from 'wouter';
import { KeyToImportDocument } from '../../generated/documents/console/graphql.ts';
import { toFailure } from '../api/failure.ts';
import { Facts, Loaded, Page, Section } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { ImportMaterial } from './import-material.tsx';

/** The import of material into a key of origin EXTERNAL. */
export default function Import({ keyId }: { readonly keyId: string }) {
  const t = useTranslations();
  const [, navigate] = useLocation();
  const [{ data, fetching, error }] = useQuery({
    query: KeyToImportDocument,
    variables: { keyId },
  });
  return (
    <Page title={t('import.title')}>
      <Loaded data={data?.key} isLoading={fetching} failure={toFailure(error)}>
        {({ arn, description, keySpec, keyState, origin, materialExpireTime }) => (
          <>
            <Section title={t('import.key')}>
              <Facts
                facts={[
                  [
                    t('keys.id'),
                    <Link key="key" href={`/keys/${keyId}`}>
                      <code>{keyId}</code>
                    </Link>,
                  ],
                  [t('keys.description'), description.slice(0, 300) || t('keys.noDescription')],
                  [t('keys.spec'), keySpec],
                  [t('keys.state'), t(`keys.states.${keyState}`)],
                  [
                    t('import.expires'),
                    <Time
                      key="time"
                      value={materialExpireTime}
                      none={keyState === 'PendingImport' ? '–' : t('common.noExpiry')}
                    />,
                  ],
                ]}
              />
            </Section>
            <Section title={t('import.material')}>
              {origin === 'EXTERNAL' ? (
                <ImportMaterial
                  keyId={keyId}
                  arn={arn}
                  spec={keySpec}
                  onDone={() => navigate(`/keys/${keyId}`)}
                />
              ) : (
                <p>{t('import.notExternal')}</p>
              )}
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  );
}
