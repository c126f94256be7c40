import { useTranslations } from 'use-intl';
import { Link, useLocation } from 'wouter';

const VIEWS = [
  ['users', 'users'],
  ['roles', 'roles'],
  ['policies', 'policies'],
  ['tokens', 'mine'],
  ['sessions', 'sessions'],
  ['what-if', 'whatIf'],
] as const;

/** Links to the parts of this view. */
export function AccessNavigation() {
  const t = useTranslations('access');
  const [location] = useLocation();
  return (
    <nav className="subnavigation" aria-label={t('title')}>
      <ul>
        {VIEWS.map(([path, texts]) => (
          <li key={path}>
            <Link
              href={`/access/${path}`}
              aria-current={location.startsWith(`/access/${path}`) ? 'page' : undefined}
            >
              {t(`${texts}.title`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
