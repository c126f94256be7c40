import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useTranslations } from 'use-intl';
import type { Failure } from '../api/failure.ts';
import { useStore } from '../api/store.ts';
import { chooseLocale, LOCALES, type Locale, locale } from '../messages/locale.tsx';
import { leave } from '../session/other-windows.ts';
import { useViewer } from '../session/viewer.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/choices.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { chooseTheme, THEMES, theme } from '../ui/theme.ts';

const THEME_TEXTS = { auto: 'themeAuto', light: 'themeLight', dark: 'themeDark' } as const;

const LANGUAGES = Object.entries(LOCALES).map(([value, label]) => ({
  value: value as Locale,
  label,
}));

/** Who is signed in; the language, the colors and the way out open under it. */
export function Settings() {
  const t = useTranslations('layout');
  const [failure, setFailure] = useState<Failure>();
  const { arn, accountId, region } = useViewer();
  const name = arn.split(':').at(-1) ?? arn;
  const who = name === 'root' ? t('root') : name.replace(/^(user|role)\//, '');
  return (
    <DialogTrigger>
      <AriaButton className="button quiet" aria-label={t('account', { name: who })}>
        {who} <span aria-hidden="true">▾</span>
      </AriaButton>
      <Popover className="popover" placement="bottom end">
        <Dialog className="settings" aria-label={t('account', { name: who })}>
          <p className="hint">
            <code>{arn}</code>
            <br />
            {t('place', { accountId, region })}
          </p>
          <Select
            label={t('language')}
            choices={LANGUAGES}
            value={useStore(locale)}
            onChange={chooseLocale}
          />
          <Select
            label={t('theme')}
            choices={THEMES.map((value) => ({ value, label: t(THEME_TEXTS[value]) }))}
            value={useStore(theme)}
            onChange={chooseTheme}
          />
          {failure && <p>{t('stillSignedIn')}</p>}
          <FailureNotice failure={failure} />
          <Button onPress={() => void leave().then(setFailure)}>{t('signOut')}</Button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
