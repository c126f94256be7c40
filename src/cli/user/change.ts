import { createUser } from '#operations/user/create-user.ts';
import { deleteUser } from '#operations/user/delete-user.ts';
import { updateUser } from '#operations/user/update-user.ts';
import { perform } from '#pipeline/perform.ts';
import { confirm } from '../command/confirm.ts';
import type { CommonOptions, Report, Session } from '../command/program.ts';

/** What can be said about a user. */
export interface DetailOptions extends CommonOptions {
  readonly displayName?: string;
  readonly email?: string;
  readonly mobilePhone?: string;
  readonly comments?: string;
}

/** `create <name>`. */
export async function create(
  { call, options }: Session<DetailOptions>,
  userName: string,
): Promise<Report> {
  const { displayName, email, mobilePhone, comments } = options;
  const input = { userName, displayName, email, mobilePhone, comments };
  const { user } = await perform(createUser, call, input);
  return {
    json: { user },
    text: `Created the user ${user.userName}. It has no policies and no access key yet.`,
  };
}

/** `update <name>`. */
export async function update(
  { call, options }: Session<DetailOptions & { readonly name?: string }>,
  userName: string,
): Promise<Report> {
  const { user } = await perform(updateUser, call, {
    userName,
    newUserName: options.name,
    newDisplayName: options.displayName,
    newEmail: options.email,
    newMobilePhone: options.mobilePhone,
    newComments: options.comments,
  });
  return { json: { user }, text: `Changed the user ${user.userName}.` };
}

/** `delete <name>`. */
export async function remove(
  { call, options }: Session<CommonOptions>,
  userName: string,
): Promise<Report> {
  await confirm(userName, `This deletes the user ${userName} permanently.`, options);
  await perform(deleteUser, call, { userName });
  return { json: { deletedUserName: userName }, text: `Deleted the user ${userName}.` };
}
