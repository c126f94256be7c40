import { createRole } from '#operations/role/create-role.ts';
import { deleteRole } from '#operations/role/delete-role.ts';
import { updateRole } from '#operations/role/update-role.ts';
import { perform } from '#pipeline/perform.ts';
import { confirm } from '../command/confirm.ts';
import type { CommonOptions, Report, Session } from '../command/program.ts';
import { readDocument } from '../policy/check-document.ts';

/** What can be said about a role. */
export interface RoleOptions extends CommonOptions {
  readonly trust?: string;
  readonly description?: string;
  readonly maxSessionDuration?: string;
}

const trustPolicyIn = ({ trust }: RoleOptions): string | undefined =>
  trust === undefined ? undefined : readDocument(trust, 'trust');

/** `create <name> --trust <file>`. */
export async function create(
  { call, options }: Session<RoleOptions & { readonly trust: string }>,
  roleName: string,
): Promise<Report> {
  const { role } = await perform(createRole, call, {
    roleName,
    assumeRolePolicyDocument: readDocument(options.trust, 'trust'),
    description: options.description,
    maxSessionDuration: options.maxSessionDuration,
  });
  return {
    json: { role },
    text: `Created the role ${role.arn}. It may do nothing until a policy is attached to it.`,
  };
}

/** `update <name>`. */
export async function update(
  { call, options }: Session<RoleOptions>,
  roleName: string,
): Promise<Report> {
  const { role } = await perform(updateRole, call, {
    roleName,
    newAssumeRolePolicyDocument: trustPolicyIn(options),
    newDescription: options.description,
    newMaxSessionDuration: options.maxSessionDuration,
  });
  return { json: { role }, text: `Changed the role ${roleName}.` };
}

/** `delete <name>`. */
export async function remove({ call, options }: Session, roleName: string): Promise<Report> {
  const effect = `This deletes the role ${roleName} permanently, and ends its sessions.`;
  await confirm(roleName, effect, options);
  await perform(deleteRole, call, { roleName });
  return { json: { deletedRoleName: roleName }, text: `Deleted the role ${roleName}.` };
}
