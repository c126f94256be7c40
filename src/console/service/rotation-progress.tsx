import { useCallback } from 'react';
import { useQuery } from 'urql';
import { useFormatter, useTranslations } from 'use-intl';
import { RotationProgressDocument } from '../../generated/documents/console/graphql.ts';
import { toFailure } from '../api/failure.ts';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { Facts } from '../ui/page.tsx';
import { Progress } from '../ui/progress.tsx';
import { Time } from '../ui/time.tsx';
import type { Rotation } from './facts.ts';
import { usePolling } from './use-polling.ts';

/** A rotation of the root key: how far it is, and what it waits for. Only a command can continue or cancel it. */
export function RotationProgress({ rotation }: { readonly rotation: Rotation }) {
  const t = useTranslations('service');
  const format = useFormatter();
  const [{ data, error }, read] = useQuery({
    query: RotationProgressDocument,
    requestPolicy: 'network-only',
  });
  usePolling(
    true,
    useCallback(() => read({ requestPolicy: 'network-only' }), [read]),
  );
  const { rewrapped, total } = data?.service?.rootKeyRotation ?? {};
  const isCounted = rewrapped != null && total != null;
  const share = isCounted ? rewrapped / Math.max(total, 1) : undefined;
  const text = isCounted
    ? t('rewrapped', { rewrapped: format.number(rewrapped), total: format.number(total) })
    : t('counting');
  return (
    <div className="rotation stack">
      <Progress label={t('rotation')} text={text} share={share} />
      <p>{t(`phases.${rotation.phase}`)}</p>
      <Facts
        facts={[
          [t('from'), <code key="from">{rotation.fromRootKeyId}</code>],
          [t('to'), <code key="to">{rotation.toRootKeyId}</code>],
          [t('rotationStarted'), <Time key="started" value={rotation.startTime} />],
          [t('waitsFor'), rotation.waitsFor.join(', ') || t('nobody')],
        ]}
      />
      <FailureNotice failure={toFailure(error)} />
    </div>
  );
}
