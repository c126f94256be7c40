import { z } from 'zod';
import { LimitExceededError } from '#domain/errors.ts';
import { isSymmetric } from '#domain/key-spec.ts';
import { afterRotation } from '#domain/rotation.ts';
import { makeKeyVersion } from '#keyring/key-versions.ts';
import { requesterOf } from '#pipeline/call.ts';
import { keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { describeVersion, keyVersion } from '../common/key-versions.ts';

/** The published limits are 10,000 in all and 50 of a key pair. */
const MOST_VERSIONS = 10_000;
const MOST_PAIRS = 50;

/**
 * The pages disagree on which keys may: 2019 any, 2021 key pairs, 2024 secret keys of instances. Here both may, and
 * there is no wait of seven days between two.
 */
export const createKeyVersion = keyOperation({
  name: 'CreateKeyVersion',
  summary:
    'Creates a version of a key. A symmetric key encrypts with it from then on, and decrypts with every version. At most 10,000 versions of a symmetric key, and 50 of a key pair.',
  effect: 'write',
  key: { accepts: ['id', 'alias'], origin: 'Aliyun_KMS', states: ['Enabled'], refusal: 'state' },
  input: z.strictObject({ keyId: keyReference }),
  output: z.object({ keyVersion }),
  async handler({ call, key, now, insert, change }) {
    const most = isSymmetric(key.spec) ? MOST_VERSIONS : MOST_PAIRS;
    const versions = await call.services.db.keyVersion.count({ where: { keyId: key.id } });
    if (versions >= most)
      throw new LimitExceededError(`A key of spec ${key.spec} has at most ${most} versions.`);
    const version = insert(
      'keyVersion',
      await makeKeyVersion(call.services, key, now, requesterOf(call)),
    );
    // Key pairs have no primary version: every use names one.
    const to = isSymmetric(key.spec) ? afterRotation(key, version) : { lastRotationDate: now };
    return { keyVersion: describeVersion(version), key: change(key, to) };
  },
});
