import { useFormatter, useTranslations } from 'use-intl';
import { clockDifference } from '../api/clock.ts';
import { isServerAway } from '../api/server-state.ts';
import { useStore } from '../api/store.ts';

const TOLERATED_MILLISECONDS = 120_000;

/** What concerns every view: the server is away, the clock of this computer is wrong. */
export function Banners() {
  const t = useTranslations('layout');
  const format = useFormatter();
  const difference = useStore(clockDifference);
  const isAway = useStore(isServerAway);
  return (
    <div role="status" className="banners">
      {isAway && <p className="banner bad">{t('serverAway')}</p>}
      {Math.abs(difference) > TOLERATED_MILLISECONDS && (
        <p className="banner">
          {t('clockOff', {
            difference: format.number(Math.round(Math.abs(difference) / 60_000), {
              style: 'unit',
              unit: 'minute',
              unitDisplay: 'long',
            }),
          })}
        </p>
      )}
    </div>
  );
}
