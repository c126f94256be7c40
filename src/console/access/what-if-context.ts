import type { WhatIfContextInput } from '../../generated/documents/console/graphql.ts';
import { toTime } from './local-time.ts';
import type { Pair } from './pairs-field.tsx';

/** Circumstances of a request, as they are typed. */
export interface Circumstances {
  readonly sourceIp: string;
  readonly surface: 'graphql' | 'rpc' | 'command';
  readonly secureTransport: boolean;
  readonly currentTime: string;
  readonly encryptionContext: readonly Pair[];
  readonly tags: readonly Pair[];
}

/** Those of an ordinary request. */
export const NO_CIRCUMSTANCES: Circumstances = {
  sourceIp: '',
  surface: 'graphql',
  secureTransport: false,
  currentTime: '',
  encryptionContext: [],
  tags: [],
};

const named = (pairs: readonly Pair[]) =>
  pairs.filter(({ name }) => name !== '').map(({ name, value }) => ({ name, value }));

/** The circumstances as the input has them. Tags that are not given are those of the key. */
export function toContext(typed: Circumstances): WhatIfContextInput {
  const tags = named(typed.tags);
  return {
    surface: typed.surface,
    secureTransport: typed.secureTransport,
    sourceIp: typed.sourceIp.trim() || undefined,
    currentTime: toTime(typed.currentTime),
    encryptionContext: named(typed.encryptionContext),
    tags: tags.length > 0 ? tags : undefined,
  };
}
