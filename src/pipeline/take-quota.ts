import type { QuotaPool } from '#domain/quotas.ts';
import type { Call } from './call.ts';
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

/**
 * Counts an operation of a call, before anything is read for it. Reads count once for each pool and call, and not at all
 * where the call was counted already: a GraphQL query of a page of keys with their aliases is one request, whose cost
 * has a limit of its own.
 * @throws ThrottlingError
 */
export function takeQuota({ services, principal, countedIn }: Call, operation: Pooled): void {
  const pool = poolOf(operation);
  if (operation.effect === 'read' && countedIn.has(pool)) return;
  services.quotas.take(principal.accountId, pool);
  countedIn.add(pool);
}
