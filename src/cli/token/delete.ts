import { deleteApiToken } from '#operations/api-token/delete-api-token.ts';
import { perform } from '#pipeline/perform.ts';
import { ownerText } from '../access-key/owner.ts';
import { CommandError } from '../command/command-error.ts';
import { confirm } from '../command/confirm.ts';
import type { Report, Session } from '../command/program.ts';

/** `delete <id>`. The owner is looked up, because nobody should have to search for it in an emergency. */
export async function remove({ call, options }: Session, id: string): Promise<Report> {
  const { db } = call.services;
  const row = await db.apiToken.findUnique({ where: { id } });
  if (!row) throw new CommandError(`There is no API token ${id}.`);
  if (row.accountId !== call.principal.accountId)
    throw new CommandError(
      `The API token ${id} belongs to another account. Add --account ${row.accountId}.`,
    );
  const user = row.userId && (await db.user.findUnique({ where: { id: row.userId } }));
  const userName = user ? user.name : undefined;
  const what = `the API token ${row.name} (${id}) of ${ownerText(userName)}`;
  await confirm(id, `This deletes ${what} permanently.`, options);
  await perform(deleteApiToken, call, { userName, tokenId: id });
  return { json: { deletedTokenId: id }, text: `Deleted ${what}.` };
}
