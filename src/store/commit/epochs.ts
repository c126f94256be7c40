import { TABLES } from '../tables.ts';
import { countIn, type Values, type Write, type WriteSet } from './write-set.ts';

/**
 * The write set, and an increment of the number of each account whose identities or policies it changes. Caches of
 * identities compare that number at each call, so no change takes effect later than the next call, at any replica.
 */
export function withEpochs(writes: WriteSet): WriteSet {
  const accounts = new Set(writes.flatMap(accountOf));
  if (accounts.size === 0) return writes;
  return [...writes, ...[...accounts].toSorted().map(incrementOf)];
}

const incrementOf = (accountId: string): Write =>
  countIn(TABLES.identityEpoch, { accountId, epoch: 1 }, ['accountId'], ['epoch'], []);

/** The account whose identities a write changes, if it does. @throws TypeError for a write that does not name it */
function accountOf(write: Write): string[] {
  const { verb, table } = write;
  if (!table.isIdentity || verb === 'require' || verb === 'requireRoom') return [];
  const values: Values = 'where' in write ? write.where : write.row;
  const accountId = table === TABLES.account ? values.id : values.accountId;
  if (typeof accountId !== 'string')
    throw new TypeError(`a write of ${table.name} does not name the account`);
  return [accountId];
}
