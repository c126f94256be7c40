import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type May, useMay } from '../api/may.ts';
import { useViewer } from '../session/viewer.ts';
import { GuardedButton } from '../ui/button.tsx';
import { Page, Section } from '../ui/page.tsx';
import { AccessKeys } from './access-keys.tsx';
import { ApiTokens } from './api-tokens.tsx';
import { CreateAccessKey } from './create-access-key.tsx';

const ACTIONS = [
  'ram:CreateAccessKey',
  'ram:UpdateAccessKey',
  'ram:DeleteAccessKey',
  'ram:CreateApiToken',
  'ram:DeleteApiToken',
];

const USER_ARN = /:user\/(.+)$/;

/** The access keys and API tokens of the caller. */
export function MyCredentials() {
  const t = useTranslations('access.mine');
  const { arn } = useViewer();
  const may = useMay(arn, ACTIONS);
  const userName = USER_ARN.exec(arn)?.[1];
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
          {userName === undefined ? (
            <RootAccessKeys may={may} />
          ) : (
            <AccessKeys userName={userName} may={may} />
          )}
          <ApiTokens may={may} />
        </>
      )}
    </Page>
  );
}

/** GraphQL lists the access keys of users only. */
function RootAccessKeys({ may }: { readonly may: May }) {
  const t = useTranslations('access');
  const [isCreating, setCreating] = useState(false);
  return (
    <Section
      title={t('keys.title')}
      actions={
        <GuardedButton may={may} needs="ram:CreateAccessKey" onPress={() => setCreating(true)}>
          {t('keys.create')}
        </GuardedButton>
      }
    >
      <p className="hint">{t('mine.root')}</p>
      {isCreating && <CreateAccessKey userName={undefined} onClose={() => setCreating(false)} />}
    </Section>
  );
}
