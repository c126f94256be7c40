import type { EncryptionContext } from '#domain/encryption-context.ts';
import type { ConditionValues } from '#domain/policy/condition-keys.ts';
import type { Tag } from '#domain/tags.ts';
import type { GovernedKey } from '#integrity/key-macs.ts';
import type { Call } from './call.ts';

/** What conditions can read of a key. */
export interface KeyFacts {
  readonly key?: Pick<GovernedKey, 'spec'> | null;
  readonly tags?: readonly Tag[];
  readonly encryptionContext?: EncryptionContext | undefined;
}

/** The values that conditions of policies compare, of a call and of the key that it is about. */
export const conditionsOf = (
  { client, surface }: Pick<Call, 'client' | 'surface'>,
  now: Date,
  { key, tags, encryptionContext }: KeyFacts = {},
): ConditionValues => ({
  ...(client && { sourceIp: client.address }),
  secureTransport: client?.isSecure ?? false,
  currentTime: now,
  mfaPresent: false, // no sign-in has a second factor
  surface,
  ...(key && { keySpec: key.spec }),
  ...(tags && { tags: new Map(tags.map(({ tagKey, tagValue }) => [tagKey, tagValue])) }),
  ...(encryptionContext && { encryptionContext }),
});
