import { useTranslations } from 'use-intl';
import { Link, useLocation } from 'wouter';
import { VIEWS } from './views.ts';

const addressOf = (path: string) => path.replace('/*?', '');

const isOpen = (path: string, location: string) =>
  path === '/' ? location === '/' || location.startsWith('/keys') : location.startsWith(path);

/** Links to the views. */
export function Navigation() {
  const t = useTranslations();
  const [location] = useLocation();
  return (
    <nav className="navigation" aria-label={t('layout.navigation')}>
      <ul>
        {VIEWS.map(({ path, texts }) => (
          <li key={path}>
            <Link
              href={addressOf(path)}
              aria-current={isOpen(addressOf(path), location) ? 'page' : undefined}
            >
              {t(`${texts}.title`)}
            </Link>
          </li>
        ))}
        <li>
          <a href="/graphql">{t('layout.graphiql')}</a>
        </li>
      </ul>
    </nav>
  );
}
