import { useFormatter, useTranslations } from 'use-intl';
import { Badge } from '../ui/badge.tsx';
import { Facts, Section } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { consoleVersion } from './console-version.ts';
import type { ServiceFacts } from './facts.ts';

/** Whether the process that answers can work, what it is, and what keeps it from working. */
export function Health({ facts }: { readonly facts: ServiceFacts }) {
  const t = useTranslations('service');
  const { isReady, problems, version, databaseKind, startTime, replicaName, clock } = facts;
  return (
    <Section title={t('health')}>
      <p className="health">
        <Badge tone={isReady ? 'good' : 'bad'}>{isReady ? t('ready') : t('notReady')}</Badge>{' '}
        {isReady ? t('readyText') : t('notReadyText')}
      </p>
      {problems.length > 0 && (
        <ul lang="en">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      <Facts
        facts={[
          [t('serverVersion'), version],
          [t('consoleVersion'), consoleVersion],
          [t('database'), databaseKind],
          [t('started'), <Time key="started" value={startTime} />],
          ...(replicaName ? ([[t('answers'), replicaName]] as const) : []),
          ...(clock ? ([[t('clock'), <Clock key="clock" clock={clock} />]] as const) : []),
        ]}
      />
      {version !== consoleVersion && <p className="hint">{t('otherVersion')}</p>}
    </Section>
  );
}

function Clock({ clock }: { readonly clock: NonNullable<ServiceFacts['clock']> }) {
  const t = useTranslations('service');
  const format = useFormatter();
  const { isTrusted, skewMilliseconds } = clock;
  return (
    <>
      {isTrusted ? t('clockTrusted') : t('clockNotTrusted')}
      {skewMilliseconds !== null && (
        <span className="hint">
          {t('skew', {
            skew: format.number(skewMilliseconds, { style: 'unit', unit: 'millisecond' }),
          })}
        </span>
      )}
    </>
  );
}
