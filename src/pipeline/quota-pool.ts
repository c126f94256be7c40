import type { QuotaPool } from '#domain/quotas.ts';
import type { AnyOperation } from './operation.ts';

type Pooled = Pick<AnyOperation, 'service' | 'effect' | 'key' | 'quotaPool'>;

/** The pool of an operation. Every operation has one, whether its record names it or not. */
export function poolOf({ quotaPool, service = 'kms', effect, key }: Pooled): QuotaPool {
  if (quotaPool) return quotaPool;
  if (service !== 'kms') return service;
  if (effect === 'read') return 'reads';
  if (effect === 'write') return 'changes';
  return key?.kind === 'asymmetric' ? 'asymmetric-cryptography' : 'cryptography';
}
