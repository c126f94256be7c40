import { LimitExceededError } from '#domain/errors.ts';
import type { Context } from '#pipeline/operation.ts';
import { requireRoom, requireRow, type Write } from '#store/commit/write-set.ts';
import { type CountedResource, countResources } from '#store/read/count-resources.ts';
import type { Table } from '#store/table.ts';
import { TABLES } from '#store/tables.ts';

/** What is counted, and what the account can do about it. */
const RESOURCES: Readonly<
  Record<CountedResource, { readonly table: Table<{ accountId: string }>; readonly words: string }>
> = {
  keys: { table: TABLES.key, words: 'keys' },
  aliases: { table: TABLES.alias, words: 'aliases' },
  versions: { table: TABLES.keyVersion, words: 'key versions, of all keys together' },
  tokens: { table: TABLES.apiToken, words: 'API tokens' },
};

/**
 * Checks that the account may get one more of something. Without a limit this reads nothing.
 * @returns preconditions of the commit
 * @throws LimitExceededError
 */
export async function roomFor(
  { call: { services, principal }, now }: Pick<Context, 'call' | 'now'>,
  resource: CountedResource,
): Promise<readonly Write[]> {
  const max = services.limits[resource];
  if (max === undefined) return [];
  const { accountId } = principal;
  const { table, words } = RESOURCES[resource];
  const { existing, destroyed } = await countResources(services.db, resource, {
    accountId,
    now,
    max,
  });
  if (existing >= max)
    throw new LimitExceededError(
      `This account can have at most ${max} ${words}; the operator of the service can raise the limit with KEYWRIGHT_LIMITS.`,
    );
  return roomIn(accountId, table, max + destroyed);
}

/**
 * Preconditions of a commit that adds a row to an account. All replicas wait for the row of the account, so that together
 * they do not add more than there is room for.
 */
export const roomIn = <Row extends { readonly accountId: string }>(
  accountId: string,
  table: Table<Row>,
  max: number,
): readonly Write[] => [
  requireRow(TABLES.account, { id: accountId }, {}),
  requireRoom(table, 'accountId', accountId, max),
];
