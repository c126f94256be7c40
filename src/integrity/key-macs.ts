import { lengthPrefixed } from '#domain/length-prefixed.ts';
import type { Tag } from '#domain/tags.ts';
import type { Keyring } from '#keyring/keyring.ts';
import type { KeyRow } from '#store/tables.ts';

/** The columns of a key that the MAC of its key policy covers: they decide who may use it. */
export interface Governed extends Pick<KeyRow, 'id' | 'accountId' | 'policy'> {
  readonly spec: string;
}
/** Length of a MAC: HMAC-SHA256. */
export const MAC_BYTES = 32;

/** The columns with the MACs. */
export type KeyMacs = Pick<KeyRow, 'policyMac' | 'tagsMac' | 'macRootKeyId'>;
/** A key, as far as it decides who may use it. */
export type GovernedKey = Governed & KeyMacs;

const policyData = ({ id, accountId, spec, policy }: Governed): Buffer =>
  lengthPrefixed(['Key policy', accountId, id, spec, ...(policy === null ? [] : [policy])]);

const tagsData = ({ id, accountId }: Governed, tags: readonly Tag[]): Buffer =>
  lengthPrefixed([
    'Key tags',
    accountId,
    id,
    ...tags
      .map(({ tagKey, tagValue }) => [tagKey, tagValue] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flat(),
  ]);

/** Both MACs of a key, under the current root key. */
export function macsOfKey(keyring: Keyring, key: Governed, tags: readonly Tag[]): KeyMacs {
  const { mac: policyMac, rootKeyId: macRootKeyId } = keyring.mac(policyData(key));
  return { policyMac, tagsMac: keyring.mac(tagsData(key, tags)).mac, macRootKeyId };
}

/** The answers about rows that cannot change: requests that share a row share the answer. */
const ANSWERS = new WeakMap<Keyring, WeakMap<GovernedKey, boolean>>();

/** Whether the key policy, and the columns that policies read, are as this service wrote them. */
export function isPolicyAuthentic(keyring: Keyring, key: GovernedKey): boolean {
  const answers = ANSWERS.get(keyring) ?? new WeakMap<GovernedKey, boolean>();
  ANSWERS.set(keyring, answers);
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = isMacOf(keyring, policyData(key), key.policyMac, key.macRootKeyId);
  if (Object.isFrozen(key)) answers.set(key, answer);
  return answer;
}

/** Whether these are all tags of the key, as this service wrote them. */
export const areTagsAuthentic = (
  keyring: Keyring,
  key: GovernedKey,
  tags: readonly Tag[],
): boolean => isMacOf(keyring, tagsData(key, tags), key.tagsMac, key.macRootKeyId);

const isMacOf = (
  keyring: Keyring,
  data: Buffer,
  mac: Uint8Array | null,
  rootKeyId: string | null,
): boolean =>
  mac !== null &&
  rootKeyId !== null &&
  keyring.isMacOf(data, { mac: new Uint8Array(mac), rootKeyId });
