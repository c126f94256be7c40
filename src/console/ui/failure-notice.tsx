import { useTranslations } from 'use-intl';
import { adviceFor } from '../api/advice.ts';
import type { Failure } from '../api/failure.ts';
import { CopyButton } from './copy-button.tsx';

/** A failure: its code, what the server says, what to do, and the request id to report it with. */
export function FailureNotice({ failure }: { readonly failure: Failure | undefined }) {
  const t = useTranslations('common');
  const advice = useTranslations('failures');
  if (!failure) return null;
  const seconds = Math.ceil((failure.retryAfter ?? 1_000) / 1_000);
  return (
    <div role="alert" className="failure">
      <strong>{failure.code}</strong>
      {failure.message && <p lang="en">{failure.message}</p>}
      <p>{advice(adviceFor(failure), { seconds })}</p>
      {failure.requestId && (
        <p className="hint">
          {t('requestId')} <code>{failure.requestId}</code>{' '}
          <CopyButton text={failure.requestId} label={t('requestId')} />
        </p>
      )}
    </div>
  );
}
