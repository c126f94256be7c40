import type { CreateKeyInput } from '../../generated/documents/console/graphql.ts';
import {
  KEY_USAGES,
  type KeySpec,
  type KeyUsage,
  MATERIAL_BYTES,
  type Origin,
} from '../ui/key-words.ts';
import { type TypedTag, typedTags } from '../ui/tag-fields.tsx';

/** The key that is wanted, as it is typed. */
export interface Wanted {
  readonly spec: KeySpec;
  readonly usage: KeyUsage;
  readonly origin: Origin;
  readonly description: string;
  readonly isRotated: boolean;
  readonly rotationDays: string;
  readonly tags: readonly TypedTag[];
  readonly policy: string;
  readonly allowLockout: boolean;
  readonly alias: string;
  readonly isProtected: boolean;
  readonly protectionReason: string;
}

/** A key as most people need it. */
export const USUAL: Wanted = {
  spec: 'Aliyun_AES_256',
  usage: 'ENCRYPT_DECRYPT',
  origin: 'Aliyun_KMS',
  description: '',
  isRotated: false,
  rotationDays: '90',
  tags: [],
  policy: '',
  allowLockout: false,
  alias: '',
  isProtected: false,
  protectionReason: '',
};

/** Whether one secret both encrypts and decrypts, rather than a key pair. */
export const isSymmetric = (spec: KeySpec): boolean => spec in MATERIAL_BYTES;

/** What keys of a spec can be for; the first is usual. */
export const usagesOf = (spec: KeySpec): readonly KeyUsage[] => {
  if (isSymmetric(spec)) return ['ENCRYPT_DECRYPT'];
  return spec.startsWith('EC') ? ['SIGN_VERIFY'] : KEY_USAGES;
};

/** Whether a key can be rotated automatically. */
export const canRotate = ({ spec, origin }: Pick<Wanted, 'spec' | 'origin'>): boolean =>
  isSymmetric(spec) && origin === 'Aliyun_KMS';

/** The same key with a change, and what has to change with it. */
export function withChange(wanted: Wanted, change: Partial<Wanted>): Wanted {
  const next = { ...wanted, ...change };
  const usages = usagesOf(next.spec);
  return {
    ...next,
    usage: usages.includes(next.usage) ? next.usage : (usages[0] ?? next.usage),
    isRotated: next.isRotated && canRotate(next),
  };
}

/** The input of createKey, without what is as always. */
export function inputOf(wanted: Wanted): CreateKeyInput {
  const { spec, usage, origin, description, isRotated, rotationDays, policy } = wanted;
  const tags = typedTags(wanted.tags);
  return {
    keySpec: spec,
    keyUsage: usage,
    origin,
    protectionLevel: 'SOFTWARE',
    ...(description && { description }),
    ...(isRotated && { enableAutomaticRotation: true, rotationInterval: `${rotationDays}d` }),
    ...(tags.length > 0 && { tags }),
    ...(policy.trim() && { policy, ...(wanted.allowLockout && { allowLockout: true }) }),
  };
}

/** The name of the alias with its prefix; undefined without one. */
export const aliasOf = ({ alias }: Pick<Wanted, 'alias'>): string | undefined => {
  const name = alias.trim();
  if (!name) return undefined;
  return name.startsWith('alias/') ? name : `alias/${name}`;
};
