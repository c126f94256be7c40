import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import type { StoredPolicy } from '#integrity/policies.ts';
import { flag, oneOf } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { replacePolicy, requirePolicy } from '../common/policies.ts';
import { checkPolicyDocument, policyDocument } from '../common/policy-fields.ts';
import { ofRow, versionsOf, versionView, viewVersion } from '../common/policy-view.ts';
import { name } from '../common/ram-fields.ts';
import { namedPolicy } from '../common/ram-resources.ts';

/** Per policy, as published. */
const MAX_VERSIONS = 5;

/** What happens to the oldest version when there is no room for another one, in the API's words. */
export const ROTATE_STRATEGIES = [
  'None',
  'DeleteOldestNonDefaultVersionWhenLimitExceeded',
] as const;

export const createPolicyVersion = accountOperation({
  name: 'CreatePolicyVersion',
  service: 'ram',
  summary:
    'Adds a version to a custom policy. It applies, from the next call on, only if it becomes the default version.',
  effect: 'write',
  on: namedPolicy,
  input: z.strictObject({
    policyName: name,
    policyDocument,
    setAsDefault: flag.default(false),
    rotateStrategy: oneOf(ROTATE_STRATEGIES).default('None'),
  }),
  output: z.object({ policyVersion: versionView }),
  audit: ['policyName', 'policyDocument', 'setAsDefault', 'rotateStrategy'],
  async handler(context, { policyName, policyDocument, setAsDefault, rotateStrategy }) {
    const { call, now } = context;
    checkPolicyDocument(policyDocument);
    const policy = await requirePolicy(call, policyName);
    const { id: policyId, accountId } = policy.row;
    const number = policy.row.lastVersion + 1;
    const row = {
      ...policy.row,
      lastVersion: number,
      defaultVersion: setAsDefault ? number : policy.row.defaultVersion,
      updatedAt: now,
    };
    const version = { accountId, policyId, number, document: policyDocument, createdAt: now };
    const kept = withRoom(policy, rotateStrategy === 'None');
    replacePolicy(context, policy, { row, versions: [...kept, version] });
    const [shown] = versionsOf(row, [version]) as [ReturnType<typeof versionsOf>[number]];
    return { policyVersion: viewVersion(shown), nodes: { policy: ofRow(row), version: shown } };
  },
});

/** The versions that are kept, so that there is room for one more. @throws KmsError `LimitExceeded.Policy.Version` */
function withRoom({ row, versions }: StoredPolicy, keepsAll: boolean): StoredPolicy['versions'] {
  if (versions.length < MAX_VERSIONS) return versions;
  if (keepsAll)
    throw new KmsError(
      'LimitExceeded.Policy.Version',
      `A policy has at most ${MAX_VERSIONS} versions. Delete one, or use the rotate strategy DeleteOldestNonDefaultVersionWhenLimitExceeded.`,
    );
  const oldest = versions.find(({ number }) => number !== row.defaultVersion);
  return versions.filter((one) => one !== oldest);
}
