import { useEffect } from 'react';
import { useSubscription } from 'urql';
import {
  LiveEventsDocument,
  type LiveEventsSubscription,
} from '../../generated/documents/console/graphql.ts';
import { useMay } from '../api/may.ts';
import { readAgain } from '../api/server-state.ts';
import { streamStarts } from '../api/shared-stream.ts';
import { useStore } from '../api/store.ts';
import { keysArn, useViewer } from '../session/viewer.ts';
import { addNewKey } from './new-keys.ts';

const ACTIONS = ['kms:ListKeys'] as const;
const ALL_KEYS = { keyChanges: [{}], auditEvents: [] };

/** Follows the changes of keys by others: what they change is shown in every view. */
export function LiveKeys() {
  const may = useMay(keysArn(useViewer()), ACTIONS);
  useSubscription(
    {
      query: LiveEventsDocument,
      variables: ALL_KEYS,
      pause: may('kms:ListKeys') !== true,
    },
    notice,
  );
  const starts = useStore(streamStarts.keyChanges);
  // What was changed between the first read and the beginning of the stream.
  useEffect(() => {
    if (starts > 0) readAgain('keys');
  }, [starts]);
  return null;
}

/** The cache takes what changed; a key that was created is in no list yet. */
function notice(_: unknown, { liveEvents }: LiveEventsSubscription): null {
  const change = liveEvents?.keyChange;
  if (change?.operation === 'CreateKey' && change.key) addNewKey(change.key);
  return null;
}
