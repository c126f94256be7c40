import { useCallback, useRef } from 'react';
import { useQuery } from 'urql';
import { useTranslations } from 'use-intl';
import {
  type KeyFactsFragment,
  KeyOpenedDocument,
} from '../../generated/documents/console/graphql.ts';
import { adviceFor } from '../api/advice.ts';
import { toFailure } from '../api/failure.ts';
import { useMay } from '../api/may.ts';
import { keysArn, useViewer } from '../session/viewer.ts';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { Page } from '../ui/page.tsx';
import { DeletionBanner } from './deletion/deletion-banner.tsx';
import { KeyActions } from './key-actions.tsx';
import { KeyNames } from './key-names.tsx';
import { KeyTabs } from './key-tabs.tsx';
import { MissingKey } from './missing-key.tsx';
import { KEY_ACTIONS, OpenedKeyContext } from './opened-key.ts';
import { titleOf } from './title-of.ts';
import { useReadOnFocus } from './use-read-on-focus.ts';
import './key.css';

/** Everything about one key. */
export default function Key({ keyId }: { readonly keyId: string }) {
  const t = useTranslations('common');
  const [{ data, fetching, error }, read] = useQuery({
    query: KeyOpenedDocument,
    variables: { keyId },
    requestPolicy: 'cache-and-network',
  });
  const may = useMay(`${keysArn(useViewer())}/${keyId}`, KEY_ACTIONS);
  useReadOnFocus(useCallback(() => read({ requestPolicy: 'network-only' }), [read]));
  const last = useRef<KeyFactsFragment>(undefined);
  const failure = toFailure(error);
  const isGone = failure && ['NotFound', 'Forbidden'].includes(adviceFor(failure));
  // A server that does not answer for a moment takes nothing away that is shown or typed.
  const key = data?.key ?? (isGone ? undefined : last.current);
  if (!key && fetching)
    return (
      <p role="status" className="loading">
        {t('loading')}
      </p>
    );
  if (!key) return <MissingKey keyId={keyId} failure={failure} wasShown={!!last.current} />;
  last.current = key;
  return (
    <OpenedKeyContext value={{ key, may }}>
      <Page title={titleOf(key)} actions={<KeyActions />}>
        <KeyNames />
        <FailureNotice failure={failure} />
        <DeletionBanner />
        <KeyTabs />
      </Page>
    </OpenedKeyContext>
  );
}
