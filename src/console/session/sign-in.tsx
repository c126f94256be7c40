import { useEffect, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useTranslations } from 'use-intl';
import { readSignInOptions, type SignInOptions, signedIn } from '../api/session.ts';
import { announceCaller } from './other-windows.ts';
import { readCaller } from './read-caller.ts';
import { SignInForm } from './sign-in-form.tsx';

interface SignInProps {
  /** The caller of the session that ended: for anybody else the page is loaded again. */
  readonly expected?: string | undefined;
}

/** The ways to sign in that the server offers. */
export function SignIn({ expected }: SignInProps) {
  const t = useTranslations('session');
  const [options, setOptions] = useState<SignInOptions>();
  useEffect(() => {
    void readSignInOptions().then(setOptions);
  }, []);
  if (!options) return null;
  const here = encodeURIComponent(window.location.pathname + window.location.search);
  const done = async () => {
    if (expected === undefined || (await readCaller()) !== expected)
      return window.location.reload();
    signedIn();
    announceCaller(expected);
  };
  return (
    <>
      {options.issuers.map(({ name, title, path }) => (
        <p key={name}>
          <a className="button secondary" href={`${path}?return=${here}`}>
            {t('with', { issuer: title })}
          </a>
        </p>
      ))}
      <Tabs className="tabs">
        <TabList aria-label={t('title')}>
          {options.accessKey && <Tab id="accessKey">{t('accessKey')}</Tab>}
          {options.token && <Tab id="token">{t('token')}</Tab>}
          {options.link && <Tab id="link">{t('link')}</Tab>}
        </TabList>
        <TabPanel id="accessKey">
          <SignInForm kind="accessKey" onSignedIn={done} />
        </TabPanel>
        <TabPanel id="token">
          <SignInForm kind="token" onSignedIn={done} />
        </TabPanel>
        <TabPanel id="link">
          <p>{t('linkHint')}</p>
        </TabPanel>
      </Tabs>
      <p className="hint">{t('kept')}</p>
    </>
  );
}
