import { useTranslations } from 'use-intl';
import type { KeyState } from '../../generated/documents/console/graphql.ts';
import { useOpenedKey } from './opened-key.ts';

/** States in which a key can be changed. */
export const CHANGEABLE: readonly KeyState[] = ['Enabled', 'Disabled', 'PendingImport'];

/** Why the state of the key does not allow something; undefined if it does. */
export function useStateRefusal(): (allowed: readonly KeyState[]) => string | undefined {
  const t = useTranslations();
  const { keyState } = useOpenedKey().key;
  return (allowed) =>
    allowed.includes(keyState)
      ? undefined
      : t('key.stateForbids', { state: t(`keys.states.${keyState}`) });
}
