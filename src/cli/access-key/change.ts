import { toSecond } from '#domain/time.ts';
import { deleteAccessKey } from '#operations/access-key/delete-access-key.ts';
import { getAccessKeyLastUsed } from '#operations/access-key/get-access-key-last-used.ts';
import { updateAccessKey } from '#operations/access-key/update-access-key.ts';
import { perform } from '#pipeline/perform.ts';
import { confirm } from '../command/confirm.ts';
import type { Report, Session } from '../command/program.ts';
import { type AccessKeyOptions, findAccessKey, ownerText } from './owner.ts';

/** `enable <id>` and `disable <id>`. */
export const setStatus =
  (status: 'Active' | 'Inactive') =>
  async ({ call, options }: Session<AccessKeyOptions>, id: string): Promise<Report> => {
    const { userName } = await findAccessKey(call, id, options);
    await perform(updateAccessKey, call, { userName, userAccessKeyId: id, status });
    const done = status === 'Active' ? 'Enabled' : 'Disabled';
    return {
      json: { accessKey: { accessKeyId: id, userName: userName ?? null, status } },
      text: `${done} the access key ${id} of ${ownerText(userName)}.`,
    };
  };

/** `delete <id>`. */
export async function remove(
  { call, options }: Session<AccessKeyOptions>,
  id: string,
): Promise<Report> {
  const { userName, configured } = await findAccessKey(call, id, options);
  const input = { userName, userAccessKeyId: id };
  const { lastUse } = (await perform(getAccessKeyLastUsed, call, input)).nodes;
  const used = lastUse ? `was last used at ${toSecond(lastUse.lastUsedAt)}` : 'was never used';
  const what = `the access key ${id} of ${ownerText(userName)}`;
  await confirm(id, `This deletes ${what} permanently. It ${used}.`, options);
  await perform(deleteAccessKey, call, input);
  const again = configured
    ? ' It came from KEYWRIGHT_ACCESS_KEY_ID: change the setting, because a start with it adds the access key again.'
    : '';
  return { json: { deletedAccessKeyId: id }, text: `Deleted ${what}.${again}` };
}
