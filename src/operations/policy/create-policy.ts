import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { systemPolicy } from '#domain/policy/system-policies.ts';
import { findPolicy, insertPolicy } from '#integrity/policies.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { TABLES } from '#store/tables.ts';
import { checkPolicyDocument, policyDocument } from '../common/policy-fields.ts';
import { ofRow, policyView, viewPolicy } from '../common/policy-view.ts';
import { checkName, longText, name } from '../common/ram-fields.ts';
import { namedPolicy } from '../common/ram-resources.ts';
import { roomIn } from '../common/room.ts';

const exists = () =>
  new KmsError(
    'EntityAlreadyExists.Policy',
    'The policy already exists. Use another name, or CreatePolicyVersion to change it.',
  );
const tooMany = (max: number) =>
  new KmsError(
    'LimitExceeded.Policy',
    `An account has at most ${max} custom policies. Delete one.`,
  );

export const createPolicy = accountOperation({
  name: 'CreatePolicy',
  service: 'ram',
  summary:
    'Creates a custom policy with its version `v1`. It permits nothing until it is attached to a user or a role.',
  effect: 'write',
  on: namedPolicy,
  input: z.strictObject({ policyName: name, policyDocument, description: longText.default('') }),
  unsupportedParameters: ['Tag.1.Key'],
  output: z.object({ policy: policyView }),
  audit: ['policyName', 'policyDocument'],
  async handler({ call, now, write }, { policyName, policyDocument, description }) {
    checkName('Policy', 'policyName', policyName);
    checkPolicyDocument(policyDocument);
    const { accountId } = call.principal;
    const { db, keyring, limits } = call.services;
    // The cloud's pages do not say whether this is possible. People would take the one for the other.
    if (systemPolicy(policyName)) throw exists();
    if (await findPolicy(db, accountId, policyName)) throw exists();
    if ((await db.policy.count({ where: { accountId } })) >= limits.policies)
      throw tooMany(limits.policies);
    const row = {
      id: uuidv7(),
      accountId,
      name: policyName,
      description,
      defaultVersion: 1,
      lastVersion: 1,
      attachments: 0,
      createdAt: now,
      updatedAt: now,
      mac: new Uint8Array(), // insertPolicy computes it
      rootKeyId: '',
    };
    const version = {
      accountId,
      policyId: row.id,
      number: 1,
      document: policyDocument,
      createdAt: now,
    };
    write(
      ...insertPolicy(keyring, { row, versions: [version] }, exists),
      ...roomIn(accountId, TABLES.policy, limits.policies),
    );
    const policy = ofRow(row);
    return { policy: viewPolicy(policy), nodes: { policy } };
  },
});
