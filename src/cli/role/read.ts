import { listPoliciesForRole } from '#operations/attachment/list-policies-for-role.ts';
import { getRole } from '#operations/role/get-role.ts';
import { listRoles } from '#operations/role/list-roles.ts';
import { perform } from '#pipeline/perform.ts';
import { allPages } from '../command/all-pages.ts';
import type { Report, Session } from '../command/program.ts';
import { formatPairs, formatTable } from '../command/table.ts';

/** `list`: the roles of the account, sorted by name. */
export async function list({ call }: Session): Promise<Report> {
  const roles = await allPages(
    (page) => perform(listRoles, call, page),
    (page) => page.roles.role,
  );
  const table = () =>
    formatTable(
      ['NAME', 'MAX SESSION SECONDS', 'CREATED', 'DESCRIPTION'],
      roles.map(({ roleName, maxSessionDuration, createDate, description }) => [
        roleName,
        maxSessionDuration,
        createDate,
        description,
      ]),
    );
  return { json: { roles }, text: roles.length > 0 ? table() : 'No roles.' };
}

/** `show <name>`. */
export async function show({ call }: Session, roleName: string): Promise<Report> {
  const { role } = await perform(getRole, call, { roleName });
  const attached = (await perform(listPoliciesForRole, call, { roleName })).policies.policy;
  const policyNames = attached.map(({ policyName }) => policyName);
  const details = formatPairs({
    Name: role.roleName,
    Id: role.roleId,
    ARN: role.arn,
    Description: role.description,
    'Max session seconds': role.maxSessionDuration,
    Created: role.createDate,
    Changed: role.updateDate,
    Policies: policyNames.join(', '),
  });
  return {
    json: { role, policyNames },
    text: `${details}\n\n${role.assumeRolePolicyDocument}`,
  };
}
