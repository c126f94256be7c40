import { caller } from '../support/caller.ts';
import type { Credential, Kms } from '../support/kms.ts';

/** An account as a team has it, for what looks at every view. */
export interface SampleData {
  readonly credential: Credential;
  /** A symmetric key with an alias, tags, versions and uses. */
  readonly keyId: string;
  /** A key pair. */
  readonly keyPairId: string;
  /** A key that waits for its material. */
  readonly externalKeyId: string;
  /** A key that will be destroyed. */
  readonly deletedKeyId: string;
}

const USES = 12;

/** Fills the account that the service was set up with, which sees all of the service, too. */
export async function addSampleData(kms: Kms): Promise<SampleData> {
  const credential = await kms.addAccount({ accountId: kms.deployment.accountId });
  const root = caller('graphql', kms, credential);
  const { keyId } = await root.createKey({
    description: 'Customer records',
    enableAutomaticRotation: true,
    rotationInterval: '90d',
    tags: [
      ['team', 'billing'],
      ['env', 'production'],
    ],
  });
  await root.act('CreateAlias', { keyId, aliasName: 'alias/billing/customers' });
  await root.act('CreateKeyVersion', { keyId });
  for (let use = 0; use < USES; use += 1) await root.encrypt(keyId, Buffer.from('a record'));
  const { keyId: keyPairId } = await root.createKey({
    description: 'Signatures of releases',
    keySpec: 'EC_P256',
    keyUsage: 'SIGN/VERIFY',
  });
  await root.act('CreateAlias', { keyId: keyPairId, aliasName: 'alias/release' });
  const { keyId: externalKeyId } = await root.createKey({
    description: 'Brought from our own vault',
    origin: 'EXTERNAL',
  });
  const { keyId: disabled } = await root.createKey({ description: 'Backups of 2024' });
  await root.act('DisableKey', { keyId: disabled });
  const { keyId: deletedKeyId } = await root.createKey({ description: 'Trial' });
  await root.act('ScheduleKeyDeletion', { keyId: deletedKeyId, pendingWindowInDays: 30 });
  await addIdentities(kms, credential);
  return { credential, keyId, keyPairId, externalKeyId, deletedKeyId };
}

async function addIdentities(kms: Kms, credential: Credential): Promise<void> {
  const root = caller('graphql', kms, credential);
  for (const [userName, displayName] of [
    ['ann', 'Ann Lee'],
    ['ci', 'Continuous integration'],
  ]) {
    await root.act('CreateUser', { userName, displayName });
    await root.act('CreateAccessKey', { userName });
  }
  await root.act('CreatePolicy', {
    policyName: 'use-keys',
    description: 'Encrypt and decrypt with every key',
    policyDocument: JSON.stringify({
      Version: '1',
      Statement: [{ Effect: 'Allow', Action: ['kms:Encrypt', 'kms:Decrypt'], Resource: '*' }],
    }),
  });
  await root.act('AttachPolicyToUser', {
    userName: 'ann',
    policyType: 'Custom',
    policyName: 'use-keys',
  });
  await root.act('CreateApiToken', { userName: 'ci', name: 'nightly build' });
  await root.act('CreateRole', {
    roleName: 'auditor',
    description: 'Reads the audit log',
    assumeRolePolicyDocument: JSON.stringify({
      Version: '1',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { RAM: [`acs:ram::${credential.accountId}:root`] },
        },
      ],
    }),
  });
}
