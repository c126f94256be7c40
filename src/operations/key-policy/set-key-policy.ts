import { z } from 'zod';
import { NoPermissionError } from '#domain/errors.ts';
import { macsOfKey } from '#integrity/key-macs.ts';
import { readTags } from '#integrity/read-tags.ts';
import { flag, keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { requireRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { checkPolicyName, keyPolicy, parsePolicyField, policyName } from '../common/key-policy.ts';
import { checkLockOut } from '../common/lock-out.ts';

export const setKeyPolicy = keyOperation({
  name: 'SetKeyPolicy',
  summary:
    'Replaces the policy of a key. It takes effect at the next call. A Deny never binds the root identity of the account.',
  effect: 'write',
  key: {
    accepts: ['id', 'arn'],
    states: ['Enabled', 'Disabled', 'PendingImport'],
    refusal: 'state',
  },
  input: z.strictObject({
    keyId: keyReference,
    policy: keyPolicy,
    policyName,
    allowLockout: flag.default(false),
  }),
  graphqlOnlyFields: ['allowLockout'],
  output: z.object({}),
  audit: ['policy', 'allowLockout'],
  async handler({ call, key, now, change, write }, { policy, policyName, allowLockout }) {
    checkPolicyName(policyName);
    const compiled = parsePolicyField(policy, 'key', 'policy');
    if (!allowLockout) await checkLockOut(call, now, key, compiled);
    const { db, keyring } = call.services;
    const intact = await readTags(db, keyring, key);
    if (!intact && !call.principal.operator) throw new NoPermissionError('kms:SetKeyPolicy');
    const tags = intact?.tags ?? (await db.tag.findMany({ where: { keyId: key.id } }));
    const { tagsMac } = intact?.macs ?? key;
    // The new MACs cover the tags that were read.
    write(requireRow(TABLES.key, { id: key.id }, { tagsMac }));
    return { key: change(key, { policy, ...macsOfKey(keyring, { ...key, policy }, tags) }) };
  },
});
