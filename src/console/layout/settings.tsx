import { useTranslations } from 'use-intl';
import { signOut } from '../api/session.ts';
import { useStore } from '../api/store.ts';
import { chooseLocale, LOCALES, type Locale, locale } from '../messages/locale.tsx';
import { useViewer } from '../session/viewer.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/choices.tsx';
import { chooseTheme, THEMES, theme } from '../ui/theme.ts';

const THEME_TEXTS = { auto: 'themeAuto', light: 'themeLight', dark: 'themeDark' } as const;

/** Who is signed in, the language, the colors, and the way out. */
export function Settings() {
  const t = useTranslations('layout');
  const { arn } = useViewer();
  const name = arn.split(':').at(-1) ?? arn;
  return (
    <div className="settings">
      <span className="who" title={arn}>
        {t('signedInAs', { name: name === 'root' ? t('root') : name.replace(/^\w+\//, '') })}
      </span>
      <Select
        label={t('language')}
        choices={Object.entries(LOCALES).map(([value, label]) => ({
          value: value as Locale,
          label,
        }))}
        value={useStore(locale)}
        onChange={chooseLocale}
      />
      <Select
        label={t('theme')}
        choices={THEMES.map((value) => ({ value, label: t(THEME_TEXTS[value]) }))}
        value={useStore(theme)}
        onChange={chooseTheme}
      />
      <Button look="quiet" onPress={() => void signOut()}>
        {t('signOut')}
      </Button>
    </div>
  );
}
