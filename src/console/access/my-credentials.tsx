import { useTranslations } from 'use-intl';
import { useMay } from '../api/may.ts';
import { useViewer } from '../session/viewer.ts';
import { Page } from '../ui/page.tsx';
import { AccessKeys } from './access-keys.tsx';
import { ApiTokens } from './api-tokens.tsx';

const ACTIONS = [
  'ram:CreateAccessKey',
  'ram:UpdateAccessKey',
  'ram:DeleteAccessKey',
  'ram:CreateApiToken',
  'ram:DeleteApiToken',
];

/** The access keys and API tokens of the caller. */
export function MyCredentials() {
  const t = useTranslations('access.mine');
  const { arn } = useViewer();
  const may = useMay(arn, ACTIONS);
  const isRoot = arn.endsWith(':root');
  const isRole = arn.includes(':role/');
  return (
    <Page title={t('title')}>
      <p className="lead">
        {t('about')} <code>{arn}</code>
      </p>
      {isRole ? (
        <p>{t('role')}</p>
      ) : (
        <>
          {isRoot && <p className="hint lead">{t('root')}</p>}
          <AccessKeys may={may} />
          <ApiTokens may={may} />
        </>
      )}
    </Page>
  );
}
