import type { Call } from '#pipeline/call.ts';
import { CommandError } from '../command/command-error.ts';
import type { CommonOptions } from '../command/program.ts';

/** The options of subcommands about access keys. */
export interface AccessKeyOptions extends CommonOptions {
  readonly user?: string;
}

/** Who owns an access key, as a sentence names them. */
export const ownerText = (userName: string | undefined): string =>
  userName === undefined ? 'the root identity of the account' : `the user ${userName}`;

/**
 * The user that owns an access key; undefined for the root identity of the account. In an emergency nobody should have to
 * search for the owner, so it is looked up where --user is absent.
 * @throws CommandError where the access key is not one of this account, or not one of this user
 */
export async function ownerOfAccessKey(
  { principal: { accountId }, services: { db } }: Call,
  id: string,
  { user }: AccessKeyOptions,
): Promise<string | undefined> {
  const row = await db.accessKey.findUnique({ where: { id } });
  if (!row) throw new CommandError(`There is no access key ${id}.`);
  if (row.accountId !== accountId)
    throw new CommandError(
      `The access key ${id} belongs to another account. Add --account ${row.accountId}.`,
    );
  const owner =
    row.userId === null ? undefined : await db.user.findUnique({ where: { id: row.userId } });
  const name = owner?.name;
  if (user !== undefined && user !== name)
    throw new CommandError(`The access key ${id} belongs to ${ownerText(name)}. Leave --user out.`);
  return name;
}
