import { listPoliciesForUser } from '#operations/attachment/list-policies-for-user.ts';
import { getUser } from '#operations/user/get-user.ts';
import { listUsers } from '#operations/user/list-users.ts';
import { perform } from '#pipeline/perform.ts';
import { formatAccessKeys, readAccessKeys } from '../access-key/list.ts';
import { allPages } from '../command/all-pages.ts';
import type { Report, Session } from '../command/program.ts';
import { formatPairs, formatTable } from '../command/table.ts';

/** `list`: the users of the account, sorted by name. */
export async function list({ call }: Session): Promise<Report> {
  const users = await allPages(
    (page) => perform(listUsers, call, page),
    (page) => page.users.user,
  );
  const table = () =>
    formatTable(
      ['NAME', 'DISPLAY NAME', 'CREATED', 'COMMENTS'],
      users.map(({ userName, displayName, createDate, comments }) => [
        userName,
        displayName,
        createDate,
        comments,
      ]),
    );
  return { json: { users }, text: users.length > 0 ? table() : 'No users.' };
}

/** `show <name>`. */
export async function show({ call }: Session, userName: string): Promise<Report> {
  const { user } = await perform(getUser, call, { userName });
  const attached = (await perform(listPoliciesForUser, call, { userName })).policies.policy;
  const policyNames = attached.map(({ policyName }) => policyName);
  const accessKeys = await readAccessKeys(call, userName);
  const details = formatPairs({
    Name: user.userName,
    Id: user.userId,
    'Display name': user.displayName,
    'E-mail': user.email,
    'Mobile phone': user.mobilePhone,
    Comments: user.comments,
    Created: user.createDate,
    Changed: user.updateDate,
    Policies: policyNames.join(', '),
  });
  return {
    json: { user, policyNames, accessKeys },
    text: `${details}\n\n${formatAccessKeys(accessKeys, call.services.clock())}`,
  };
}
