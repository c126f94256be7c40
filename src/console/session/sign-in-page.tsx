import { useTranslations } from 'use-intl';
import { SignIn } from './sign-in.tsx';

/** The whole page, for a browser that is not signed in. */
export function SignInPage() {
  const t = useTranslations('session');
  return (
    <main className="single">
      <h1>{t('title')}</h1>
      <SignIn />
    </main>
  );
}
