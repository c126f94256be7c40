import { createContext, useContext } from 'react';
import type { KeyFactsFragment } from '../../generated/documents/console/graphql.ts';
import type { May } from '../api/may.ts';

/** The key that the view shows, and what the caller may do with it. */
export interface OpenedKey {
  readonly key: KeyFactsFragment;
  readonly may: May;
}

/** The key of the view. */
export const OpenedKeyContext = createContext<OpenedKey | null>(null);

/** The key of the view. Only below it. */
export function useOpenedKey(): OpenedKey {
  const opened = useContext(OpenedKeyContext);
  if (!opened) throw new Error('A part of a key was shown without the key.');
  return opened;
}

/** All that this view does or shows with a key. */
export const KEY_ACTIONS = [
  'EnableKey',
  'DisableKey',
  'ScheduleKeyDeletion',
  'CancelKeyDeletion',
  'UpdateKeyDescription',
  'SetDeletionProtection',
  'UpdateRotationPolicy',
  'CreateKeyVersion',
  'ListKeyVersions',
  'GetPublicKey',
  'ListAliasesByKeyId',
  'CreateAlias',
  'UpdateAlias',
  'DeleteAlias',
  'ListResourceTags',
  'TagResources',
  'UntagResources',
  'GetKeyPolicy',
  'SetKeyPolicy',
  'ListAuditEvents',
  'ImportKeyMaterial',
  'DeleteKeyMaterial',
].map((name) => `kms:${name}`);
