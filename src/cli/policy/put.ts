import { KmsError } from '#domain/errors.ts';
import { createPolicy } from '#operations/policy/create-policy.ts';
import { createPolicyVersion } from '#operations/policy/create-policy-version.ts';
import { getPolicy } from '#operations/policy/get-policy.ts';
import type { Call } from '#pipeline/call.ts';
import { perform } from '#pipeline/perform.ts';
import type { CommonOptions, Report, Session } from '../command/program.ts';
import { asCalledHere } from '../command-text.ts';
import { readDocument } from './check-document.ts';

/** The default version of a custom policy; undefined where there is no such policy. */
async function defaultVersion(call: Call, policyName: string) {
  try {
    const input = { policyType: 'Custom', policyName } as const;
    return (await perform(getPolicy, call, input)).defaultPolicyVersion;
  } catch (error) {
    if (error instanceof KmsError && error.code === 'EntityNotExist.Policy') return undefined;
    throw error;
  }
}

/**
 * `put <name> <file>`: afterwards the policy exists, and this document applies. Of a policy with five versions the oldest
 * one that is not the default is deleted.
 */
export async function put(
  { call, options }: Session<CommonOptions & { readonly description?: string }>,
  policyName: string,
  file: string,
): Promise<Report> {
  const policyDocument = readDocument(file, 'identity');
  const before = await defaultVersion(call, policyName);
  if (!before) {
    const { description } = options;
    await perform(createPolicy, call, { policyName, policyDocument, description });
    return {
      json: { policyName, versionId: 'v1', changed: true },
      text: `Created the policy ${policyName}. It has no effect until it is attached to a user or a role.`,
    };
  }
  if (before.policyDocument === policyDocument) {
    const { versionId } = before;
    return {
      json: { policyName, versionId, changed: false },
      text: `The policy ${policyName} has this document already: ${versionId}.`,
    };
  }
  const { policyVersion } = await perform(createPolicyVersion, call, {
    policyName,
    policyDocument,
    setAsDefault: true,
    rotateStrategy: 'DeleteOldestNonDefaultVersionWhenLimitExceeded',
  });
  const { versionId } = policyVersion;
  return {
    json: { policyName, versionId, changed: true },
    text: asCalledHere(
      `Version ${versionId} of the policy ${policyName} applies from the next call on. To go back: npm run policy -- set-default ${policyName} ${before.versionId}`,
    ),
  };
}
