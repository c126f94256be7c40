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

/** An access key that the operator names by its id. */
export interface FoundAccessKey {
  /** The user that owns it; undefined for the root identity of the account. */
  readonly userName: string | undefined;
  /** Whether it came from the setting KEYWRIGHT_ACCESS_KEY_ID. */
  readonly configured: boolean;
}

/**
 * Finds an access key and its owner. In an emergency nobody should have to
 * search for the owner, so it is looked up where --user is absent.
 * @throws CommandError where the access key is not one of this account, or not one of this user
 */
export async function findAccessKey(
  { principal: { accountId }, services: { db } }: Call,
  id: string,
  { user }: AccessKeyOptions,
): Promise<FoundAccessKey> {
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
  return { userName: name, configured: row.configured };
}
