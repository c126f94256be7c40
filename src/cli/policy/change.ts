import { deletePolicy } from '#operations/policy/delete-policy.ts';
import { deletePolicyVersion } from '#operations/policy/delete-policy-version.ts';
import { setDefaultPolicyVersion } from '#operations/policy/set-default-policy-version.ts';
import { perform } from '#pipeline/perform.ts';
import { confirm } from '../command/confirm.ts';
import type { Report, Session } from '../command/program.ts';

/** `set-default <name> <version>`. */
export async function setDefault(
  { call }: Session,
  policyName: string,
  versionId: string,
): Promise<Report> {
  await perform(setDefaultPolicyVersion, call, { policyName, versionId });
  return {
    json: { policyName, versionId },
    text: `Version ${versionId} of the policy ${policyName} applies from the next call on.`,
  };
}

/** `delete-version <name> <version>`. */
export async function removeVersion(
  { call, options }: Session,
  policyName: string,
  versionId: string,
): Promise<Report> {
  const what = `version ${versionId} of the policy ${policyName}`;
  await confirm(versionId, `This deletes ${what} permanently.`, options);
  await perform(deletePolicyVersion, call, { policyName, versionId });
  return { json: { policyName, deletedVersionId: versionId }, text: `Deleted ${what}.` };
}

/** `delete <name>`. */
export async function remove({ call, options }: Session, policyName: string): Promise<Report> {
  await confirm(policyName, `This deletes the policy ${policyName} permanently.`, options);
  await perform(deletePolicy, call, { policyName });
  return { json: { deletedPolicyName: policyName }, text: `Deleted the policy ${policyName}.` };
}
