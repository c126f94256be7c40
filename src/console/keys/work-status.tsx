import { useTranslations } from 'use-intl';
import { useStore } from '../api/store.ts';
import { Button } from '../ui/button.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { stopWork, work } from './work.ts';

/** How far the work on many keys is, and what of it failed. */
export function WorkStatus() {
  const t = useTranslations();
  const current = useStore(work);
  if (!current) return null;
  const { title, done, total, failures, isEnded, isStopped } = current;
  if (isEnded && failures.length === 0 && !isStopped) return null;
  return (
    <section className="section" aria-label={title}>
      <div className="work-line">
        <span id="work-title">{title}</span>
        {!isEnded && <progress aria-labelledby="work-title" value={done} max={total} />}
        <span role="status">{t('keys.progress', { done, total })}</span>
        {isEnded ? (
          <Button look="quiet" onPress={() => work.set(undefined)}>
            {t('common.close')}
          </Button>
        ) : (
          <Button look="quiet" onPress={stopWork}>
            {t('keys.stop')}
          </Button>
        )}
      </div>
      {failures.length > 0 && (
        <>
          <h2>{t('keys.failed', { count: failures.length })}</h2>
          <ul className="work-failures">
            {failures.map(({ label, failure }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows
              <li key={index}>
                <strong>{label}</strong>
                <FailureNotice failure={failure} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
