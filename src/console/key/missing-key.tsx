import { useTranslations } from 'use-intl';
import { Link } from 'wouter';
import type { Failure } from '../api/failure.ts';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { Page } from '../ui/page.tsx';

interface MissingKeyProps {
  readonly keyId: string;
  readonly failure: Failure | undefined;
  /** Whether the key was shown before. */
  readonly wasShown: boolean;
}

/** In place of a key that does not exist, that was destroyed, or that the caller may not see. */
export function MissingKey({ keyId, failure, wasShown }: MissingKeyProps) {
  const t = useTranslations('key');
  return (
    <Page title={t(wasShown ? 'destroyed' : 'missing')}>
      <div className="stack">
        <p>
          <code>{keyId}</code>
        </p>
        <p>{t(wasShown ? 'destroyedHint' : 'missingHint')}</p>
        <FailureNotice failure={failure} />
        <div className="actions">
          <Link href="/">{t('toKeys')}</Link>
          <Link href={eventsOf(keyId)}>{t('events')}</Link>
        </div>
      </div>
    </Page>
  );
}

/** Address of the audit events of a key. */
export const eventsOf = (keyId: string): string => `/audit?keyId=${encodeURIComponent(keyId)}`;
