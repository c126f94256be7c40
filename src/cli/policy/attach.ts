import { systemPolicy } from '#domain/policy/system-policies.ts';
import { attachPolicyToRole } from '#operations/attachment/attach-policy-to-role.ts';
import { attachPolicyToUser } from '#operations/attachment/attach-policy-to-user.ts';
import { detachPolicyFromRole } from '#operations/attachment/detach-policy-from-role.ts';
import { detachPolicyFromUser } from '#operations/attachment/detach-policy-from-user.ts';
import { perform } from '#pipeline/perform.ts';
import { CommandError } from '../command/command-error.ts';
import type { CommonOptions, Report, Session } from '../command/program.ts';

/** Whom a policy is attached to: one of both. */
export interface TargetOptions extends CommonOptions {
  readonly user?: string;
  readonly role?: string;
}

/** The type of the policy of this name: no custom policy has the name of a system policy. */
export const typeOf = (policyName: string): 'System' | 'Custom' =>
  systemPolicy(policyName) ? 'System' : 'Custom';

/** `attach <name>` and `detach <name>`. */
export const setAttached =
  (attached: boolean) =>
  async ({ call, options }: Session<TargetOptions>, policyName: string): Promise<Report> => {
    const { user: userName, role: roleName } = options;
    const policy = { policyType: typeOf(policyName), policyName };
    if (userName !== undefined && roleName === undefined)
      await perform(attached ? attachPolicyToUser : detachPolicyFromUser, call, {
        ...policy,
        userName,
      });
    else if (roleName !== undefined && userName === undefined)
      await perform(attached ? attachPolicyToRole : detachPolicyFromRole, call, {
        ...policy,
        roleName,
      });
    else throw new CommandError('Give either --user or --role.');
    const whom = userName === undefined ? `the role ${roleName}` : `the user ${userName}`;
    return {
      json: { ...policy, userName: userName ?? null, roleName: roleName ?? null, attached },
      text: attached
        ? `Attached the policy ${policyName} to ${whom}.`
        : `Detached the policy ${policyName} from ${whom}.`,
    };
  };
