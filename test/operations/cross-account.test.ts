import { describe, expect, it } from 'vitest';
import { caller, outcomeOf, SURFACES, type Surface } from '../support/caller.ts';
import { addUser, allowing, type TestStatement } from '../support/identities.ts';
import { keyPolicyText } from '../support/key-policy.ts';
import { sharedKms } from '../support/kms.ts';

const PLAINTEXT = Buffer.from('of another account');

/** A key that lets the user ann of another account encrypt and decrypt, and ann with these permissions of its own. */
async function setUp(surface: Surface, statements: readonly TestStatement[] = allowing('kms:*')) {
  const kms = await sharedKms();
  const [owner, { accountId }] = [await kms.addAccount(), await kms.addAccount()];
  const as = caller(surface, kms, owner);
  const policy = keyPolicyText({
    Effect: 'Allow',
    Principal: { RAM: [`acs:ram::${accountId}:user/ann`] },
    Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ScheduleKeyDeletion', 'kms:UpdateKeyDescription'],
  });
  const { keyId, arn } = await as.createKey({ policy });
  const ann = caller(surface, kms, await addUser(kms, accountId, statements, 'ann'));
  const bob = caller(surface, kms, await addUser(kms, accountId, allowing('kms:*'), 'bob'));
  return { kms, owner, as, ann, bob, keyId, arn, accountId };
}

describe.each(SURFACES)('A key of another account by %s', (surface) => {
  it('is used by its ARN, where its policy and those of the user allow it', async () => {
    const { kms, as, ann, keyId, arn, accountId } = await setUp(surface);
    const { ciphertextBlob = '' } = await ann.encrypt(arn, PLAINTEXT);
    expect(await ann.decrypt(ciphertextBlob)).toEqual(PLAINTEXT);
    expect(await as.decrypt(ciphertextBlob)).toEqual(PLAINTEXT);
    const events = await kms.store.db.auditEvent.findMany({ where: { accountId, keyId } });
    expect(events.map(({ operation }) => operation)).toEqual(['Encrypt', 'Decrypt']);
    await as.act('DisableKey', { keyId });
    expect(await outcomeOf(ann.decrypt(ciphertextBlob))).toBe('Rejected.Disabled');
  });

  it('does not exist for others, nor for what its policy does not allow', async () => {
    const { as, ann, bob, keyId, arn } = await setUp(surface);
    const { ciphertextBlob = '' } = await as.encrypt(keyId, PLAINTEXT);
    const missing = arn.replace(keyId, '00000000-0000-7000-8000-000000000000');
    const outcomes = [
      bob.encrypt(arn, PLAINTEXT),
      bob.encrypt(missing, PLAINTEXT),
      bob.decrypt(ciphertextBlob),
      ann.describeKey(arn),
      ann.encrypt(keyId, PLAINTEXT),
    ].map(outcomeOf);
    expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['Forbidden.KeyNotFound']));
  });

  it('is not administered from there, whatever its policy says', async () => {
    const { as, ann, keyId, arn } = await setUp(surface);
    for (const key of [arn, keyId]) {
      expect(await outcomeOf(ann.act('ScheduleKeyDeletion', { keyId: key }))).toBe(
        'Forbidden.KeyNotFound',
      );
      expect(await outcomeOf(ann.updateKeyDescription(key, 'mine'))).toBe('Forbidden.KeyNotFound');
    }
    expect(await as.describeKey(keyId)).toMatchObject({ keyState: 'Enabled', description: '' });
  });

  it('needs a permission of the user too, with one answer whether it exists or not', async () => {
    const { ann, keyId, arn } = await setUp(surface, allowing('kms:ListKeys'));
    const missing = arn.replace(keyId, '00000000-0000-7000-8000-000000000000');
    expect(await outcomeOf(ann.encrypt(arn, PLAINTEXT))).toBe('Forbidden.NoPermission');
    expect(await outcomeOf(ann.encrypt(missing, PLAINTEXT))).toBe('Forbidden.NoPermission');
  });
});
