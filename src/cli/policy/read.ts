import { getPolicy } from '#operations/policy/get-policy.ts';
import { getPolicyVersion } from '#operations/policy/get-policy-version.ts';
import { listEntitiesForPolicy } from '#operations/policy/list-entities-for-policy.ts';
import { listPolicies } from '#operations/policy/list-policies.ts';
import { listPolicyVersions } from '#operations/policy/list-policy-versions.ts';
import { perform } from '#pipeline/perform.ts';
import { allPages } from '../command/all-pages.ts';
import type { CommonOptions, Report, Session } from '../command/program.ts';
import { formatPairs, formatTable } from '../command/table.ts';
import { typeOf } from './attach.ts';

/** `list`: custom policies, and with --system the system policies too. */
export async function list({
  call,
  options,
}: Session<CommonOptions & { readonly system?: true }>): Promise<Report> {
  const policyType = options.system ? undefined : 'Custom';
  const policies = await allPages(
    (page) => perform(listPolicies, call, { ...page, policyType }),
    (page) => page.policies.policy,
  );
  const table = () =>
    formatTable(
      ['NAME', 'TYPE', 'DEFAULT', 'ATTACHED', 'CHANGED', 'DESCRIPTION'],
      policies.map((policy) => [
        policy.policyName,
        policy.policyType,
        policy.defaultVersion,
        policy.attachmentCount,
        policy.updateDate,
        policy.description,
      ]),
    );
  return { json: { policies }, text: policies.length > 0 ? table() : 'No policies.' };
}

/** `show <name>`: whom the policy is attached to, and the document that applies or that of a version. */
export async function show(
  { call, options }: Session<CommonOptions & { readonly version?: string }>,
  policyName: string,
): Promise<Report> {
  const input = { policyType: typeOf(policyName), policyName };
  const { policy, defaultPolicyVersion } = await perform(getPolicy, call, input);
  const { version: versionId } = options;
  const policyVersion =
    versionId === undefined
      ? defaultPolicyVersion
      : (await perform(getPolicyVersion, call, { ...input, versionId })).policyVersion;
  const { users, roles } = await perform(listEntitiesForPolicy, call, input);
  const userNames = users.user.map(({ userName }) => userName);
  const roleNames = roles.role.map(({ roleName }) => roleName);
  const details = formatPairs({
    Name: policy.policyName,
    Type: policy.policyType,
    Description: policy.description,
    Created: policy.createDate,
    Changed: policy.updateDate,
    Users: userNames.join(', '),
    Roles: roleNames.join(', '),
    Version: `${policyVersion.versionId}${policyVersion.isDefaultVersion ? ' (applies)' : ''}`,
  });
  return {
    json: { policy, policyVersion, userNames, roleNames },
    text: `${details}\n\n${policyVersion.policyDocument}`,
  };
}

/** `versions <name>`. */
export async function versions({ call }: Session, policyName: string): Promise<Report> {
  const input = { policyType: typeOf(policyName), policyName };
  const { policyVersion } = (await perform(listPolicyVersions, call, input)).policyVersions;
  return {
    json: { policyVersions: policyVersion },
    text: formatTable(
      ['VERSION', 'APPLIES', 'CREATED', 'CHARACTERS'],
      policyVersion.map(({ versionId, isDefaultVersion, createDate, policyDocument }) => [
        versionId,
        isDefaultVersion ? 'yes' : 'no',
        createDate,
        [...policyDocument].length,
      ]),
    ),
  };
}
