import { useCallback, useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import { ServiceDocument } from '../../generated/documents/console/graphql.ts';
import { toFailure } from '../api/failure.ts';
import { useMay } from '../api/may.ts';
import { useViewer } from '../session/viewer.ts';
import { Button } from '../ui/button.tsx';
import { Loaded, Page } from '../ui/page.tsx';
import { Health } from './health.tsx';
import { Limits } from './limits.tsx';
import { Quotas } from './quotas.tsx';
import { Replicas } from './replicas.tsx';
import { RootKeys } from './root-keys.tsx';
import './service.css';
import { usePolling } from './use-polling.ts';

const NEEDED = 'kms:DescribeService';
const ACTIONS = [NEEDED];

/** How the service is: health, replicas, root keys, and what the account may use of it. */
export default function Service() {
  const t = useTranslations();
  const { region, accountId } = useViewer();
  const mayRead = useMay(`acs:kms:${region}:${accountId}:*`, ACTIONS)(NEEDED);
  const [{ data, fetching, error }, execute] = useQuery({
    query: ServiceDocument,
    requestPolicy: 'cache-and-network',
    pause: mayRead !== true,
  });
  const read = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  const isRotating = data?.service?.rootKeyRotation != null;
  usePolling(isRotating, read);
  const wasRotating = useRef(false);
  useEffect(() => {
    if (wasRotating.current && !isRotating) read(); // the end of the rotation changes the root keys too
    wasRotating.current = isRotating;
  }, [isRotating, read]);
  return (
    <Page
      title={t('service.title')}
      actions={mayRead && <Button onPress={read}>{t('service.refresh')}</Button>}
    >
      {mayRead === false ? (
        <p>{t('common.notAllowed', { action: NEEDED })}</p>
      ) : (
        <Loaded
          data={data?.service}
          isLoading={fetching || mayRead === undefined}
          failure={toFailure(error)}
        >
          {(facts) => (
            <>
              <Health facts={facts} />
              {facts.rootKeys && facts.replicas ? (
                <div className="ids">
                  <RootKeys rootKeys={facts.rootKeys} rotation={facts.rootKeyRotation} />
                  <Replicas replicas={facts.replicas} replicaName={facts.replicaName} />
                </div>
              ) : (
                <p className="hint operator-only">{t('service.operatorOnly')}</p>
              )}
              <div className="columns">
                <Limits facts={facts} />
                <Quotas facts={facts} />
              </div>
            </>
          )}
        </Loaded>
      )}
    </Page>
  );
}
