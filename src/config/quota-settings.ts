import { CLOUD_QUOTAS, QUOTA_POOLS, type QuotaValues } from '#domain/quotas.ts';
import {
  CLOUD_LIMITS,
  DEFAULT_LIMITS,
  LIMITED_RESOURCES,
  type ResourceLimits,
} from '#domain/resource-limits.ts';
import { namedNumbers } from './named-numbers.ts';
import type { Setting } from './setting.ts';

/** How much one account can do and have. */
export const QUOTA_SETTINGS = {
  KEYWRIGHT_QUOTAS: {
    expected: `off, cloud, or requests a second from 1 to 1000000 for some of ${QUOTA_POOLS.join(', ')}, such as reads=20,changes=5 or cloud,reads=500`,
    schema: namedNumbers<QuotaValues>({
      words: { off: {}, cloud: CLOUD_QUOTAS },
      names: QUOTA_POOLS,
      max: 1_000_000,
    }),
    description:
      'How many requests a second one account can make, for each pool of operations and at each replica ([quotas](access.md#quotas)). `cloud` has the values of Alibaba Cloud.',
    fallback: '`off`',
  },
  KEYWRIGHT_LIMITS: {
    expected: `default, cloud, or numbers from 1 to 100000000 for some of ${LIMITED_RESOURCES.join(', ')}, such as keys=500 or cloud,keys=500`,
    schema: namedNumbers<ResourceLimits>({
      words: { default: DEFAULT_LIMITS, cloud: CLOUD_LIMITS },
      names: LIMITED_RESOURCES,
      max: 100_000_000,
    }),
    description:
      'How many keys, aliases and so on one account can have ([limits](access.md#limits)). `cloud` has the values of Alibaba Cloud. `default` limits only what belongs to identities: users, roles, policies and tokens.',
    fallback: '`default`',
  },
} as const satisfies Readonly<Record<string, Setting>>;
