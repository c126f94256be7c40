import type { QuotaPool } from '#domain/quotas.ts';
import type { Call } from './call.ts';
import type { AnyOperation } from './operation.ts';
import { errorCodeOf } from './outcome.ts';
import { poolOf } from './quota-pool.ts';

/**
 * Counts the reads of one call. Those of one pool count once, however many there are: a GraphQL query of a page of keys
 * with their aliases is one request, and its cost has a limit of its own. The function is called before anything is read.
 * @returns a function that throws ThrottlingError
 */
export function readQuota({
  services: { quotas, meter },
  principal: { accountId },
  surface,
  performed,
}: Call): (operation: AnyOperation) => void {
  const counted = new Set<QuotaPool>();
  return (operation) => {
    const pool = poolOf(operation);
    if (counted.has(pool)) return;
    try {
      quotas.take(accountId, pool);
      counted.add(pool);
    } catch (error) {
      performed.push(operation.name);
      meter.operation(surface, operation.name, errorCodeOf(error));
      throw error;
    }
  };
}
