import { z } from 'zod';
import { aliasArn } from '#domain/arn.ts';
import { AliasNotFoundError, InvalidParameterError, LimitExceededError } from '#domain/errors.ts';
import { isReservedAlias, MOST_ALIASES } from '#domain/key-reference.ts';
import type { Context, KeyRow } from '#pipeline/operation.ts';
import { aliasesOf } from '#store/read/list-aliases.ts';
import { locateById } from '#store/read/locate.ts';
import { readPage } from '#store/read/page.ts';
import type { Rows } from '#store/tables.ts';
import { page } from './outputs.ts';

/** A page of aliases, as both lists give it. */
export const aliasPage = z.object({
  aliases: z.object({
    alias: z.array(z.object({ aliasName: z.string(), keyId: z.string(), aliasArn: z.string() })),
  }),
  ...page,
});

/** Oldest first, so that aliases which are made meanwhile move none to another page. */
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

/** @throws InvalidParameterError where a caller wants to make, move or delete an alias that only the operator may */
export function checkReserved({ call }: Pick<Context, 'call'>, name: string): void {
  if (isReservedAlias(name) && call.surface !== 'command')
    throw new InvalidParameterError(
      'aliasName',
      'Aliases that begin with alias/acs/ are reserved: the operator of this service makes them.',
    );
}

/** @throws LimitExceededError where a key has no room for another alias */
export async function checkRoom({ call }: Pick<Context, 'call'>, keyId: string): Promise<void> {
  if ((await call.services.db.alias.count({ where: { keyId } })) >= MOST_ALIASES)
    throw new LimitExceededError(`A key has at most ${MOST_ALIASES} aliases.`);
}

/** An alias that names a living key. @throws AliasNotFoundError */
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
  locateById(call.services.db, { accountId, region: call.services.region, now }, keyId);
