import { z } from 'zod';
import { aliasArn } from '#domain/arn.ts';
import { AliasNotFoundError, InvalidParameterError, LimitExceededError } from '#domain/errors.ts';
import { isAliasPrefix, isReservedAlias, MAX_ALIASES } from '#domain/key-reference.ts';
import { successorOf } from '#domain/search-words.ts';
import type { Context, KeyRow } from '#pipeline/operation.ts';
import { requireRoom, type Write } from '#store/commit/write-set.ts';
import { aliasesOf } from '#store/read/list-aliases.ts';
import { locateById } from '#store/read/locate.ts';
import { readPage } from '#store/read/page.ts';
import type { NameRange } from '#store/read/pages-of-keys.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import { page } from './outputs.ts';

/** Answer of both lists of aliases. */
export const aliasPage = z.object({
  aliases: z.object({
    alias: z.array(z.object({ aliasName: z.string(), keyId: z.string(), aliasArn: z.string() })),
  }),
  ...page,
});

/**
 * Reads a page of the aliases of the account, or of a key. Oldest first, so that new aliases do not move others to
 * another page.
 */
export async function listAliasPage(
  { call, now }: Pick<Context, 'call' | 'now'>,
  keyId: string | undefined,
  pageNumber: number,
  pageSize: number,
) {
  const { backgroundDb, region } = call.services;
  const { accountId } = call.principal;
  const where = aliasesOf({ accountId, keyId }, now);
  const { rows, totalCount } = await readPage(
    call.services,
    {
      count: () => backgroundDb.alias.count({ where }),
      read: (db, part) => db.alias.findMany({ where, orderBy: { id: 'asc' }, ...part }),
    },
    pageNumber,
    pageSize,
  );
  const alias = rows.map(({ name, keyId }) => ({
    aliasName: name,
    keyId,
    aliasArn: aliasArn(region, accountId, name),
  }));
  return { aliases: { alias }, pageNumber, pageSize, totalCount };
}

/** The names that begin with a prefix, as a range of the index of names; all without one. @throws InvalidParameterError naming `field` */
export function namesBeginningWith(
  prefix: string | undefined,
  field = 'prefix',
): NameRange | undefined {
  if (prefix === undefined) return undefined;
  if (!isAliasPrefix(prefix))
    throw new InvalidParameterError(
      field,
      'Give `alias/` and at most 249 letters, digits, `_`, `-` and `/`.',
    );
  return { from: prefix, to: successorOf(prefix) };
}

/** Checks that the caller may create, move or delete this alias. @throws InvalidParameterError if only the operator may */
export function checkReserved({ call }: Pick<Context, 'call'>, name: string): void {
  if (isReservedAlias(name) && call.surface !== 'command')
    throw new InvalidParameterError(
      'aliasName',
      'Aliases that begin with alias/acs/ are reserved. Only the operator of this service can change them.',
    );
}

/** Checks that the key may get another alias. @throws LimitExceededError */
export async function checkRoom({ call }: Pick<Context, 'call'>, keyId: string): Promise<void> {
  if ((await call.services.db.alias.count({ where: { keyId } })) >= MAX_ALIASES)
    throw new LimitExceededError(`A key has at most ${MAX_ALIASES} aliases.`);
}

/** A precondition of the commit: aliases that are added to the key meanwhile leave room for one more. */
export const roomForAlias = (keyId: string): Write =>
  requireRoom(TABLES.alias, 'keyId', keyId, MAX_ALIASES);

/** Finds an alias of a key that is not destroyed. @throws AliasNotFoundError */
export async function findAlias(
  { call, now }: Pick<Context, 'call' | 'now'>,
  name: string,
): Promise<Rows['alias']> {
  const { accountId } = call.principal;
  const alias = await call.services.db.alias.findFirst({
    where: { ...aliasesOf({ accountId }, now), name },
  });
  if (!alias) throw new AliasNotFoundError();
  return alias;
}

/** The key that an alias names; null once it is destroyed. */
export const keyOf = (
  { call, now }: Pick<Context, 'call' | 'now'>,
  { accountId, keyId }: Rows['alias'],
): Promise<KeyRow | null> =>
  locateById(call.services.lookups, { accountId, region: call.services.region, now }, keyId);
