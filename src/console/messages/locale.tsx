import { type ReactNode, useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { IntlProvider } from 'use-intl';
import { createStore, useStore } from '../api/store.ts';
import { en, type Messages } from './en.ts';

/** Languages of the console. */
export const LOCALES = { en: 'English', zh: '中文' } as const;
/** A language of the console. */
export type Locale = keyof typeof LOCALES;

declare module 'use-intl' {
  interface AppConfig {
    Messages: Messages;
    Locale: Locale;
  }
}

const STORED = 'keywright.locale';

const isLocale = (text: string | null): text is Locale => text !== null && text in LOCALES;

/** The language that was chosen, or that the browser asks for. */
function firstLocale(): Locale {
  const stored = localStorage.getItem(STORED);
  if (isLocale(stored)) return stored;
  return navigator.languages.some((language) => language.startsWith('zh')) &&
    !navigator.languages[0]?.startsWith('en')
    ? 'zh'
    : 'en';
}

/** The language of the page. */
export const locale = createStore<Locale>(firstLocale());

/** Changes the language, also for the next visit. */
export function chooseLocale(chosen: Locale): void {
  localStorage.setItem(STORED, chosen);
  locale.set(chosen);
}

/** Texts, dates and numbers in the language of the page, and times in the zone of the browser. */
export function LocaleProvider({ children }: { readonly children: ReactNode }) {
  const chosen = useStore(locale);
  const [loaded, setLoaded] = useState<{ locale: Locale; messages: Messages }>();
  useEffect(() => {
    document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en';
    if (chosen === 'en') setLoaded({ locale: 'en', messages: en });
    else
      void import('./zh.ts').then(({ zh }) =>
        setLoaded({ locale: 'zh', messages: zh as Messages }),
      );
  }, [chosen]);
  if (!loaded) return null;
  return (
    <I18nProvider locale={loaded.locale === 'zh' ? 'zh-CN' : 'en-US'}>
      <IntlProvider
        locale={loaded.locale}
        messages={loaded.messages}
        timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
      >
        {children}
      </IntlProvider>
    </I18nProvider>
  );
}
