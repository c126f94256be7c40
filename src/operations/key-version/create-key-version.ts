import { z } from 'zod';
import { LimitExceededError } from '#domain/errors.ts';
import { isSymmetric } from '#domain/key-spec.ts';
import { afterRotation } from '#domain/rotation.ts';
import { makeKeyVersion } from '#keyring/key-versions.ts';
import { requesterOf } from '#pipeline/call.ts';
import { keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { TABLES } from '#store/tables.ts';
import { describeVersion, keyVersion } from '../common/key-versions.ts';
import { roomFor } from '../common/room.ts';

/** Published limits on the versions of a symmetric key and of an asymmetric key. */
const MAX_VERSIONS = 10_000;
const MAX_KEY_PAIR_VERSIONS = 50;

/**
 * The vendor's pages differ on which keys can have versions: any (2019), asymmetric keys (2021), symmetric keys of
 * instances (2024). Here both kinds can, without the published minimum of seven days between two versions.
 */
export const createKeyVersion = keyOperation({
  name: 'CreateKeyVersion',
  summary:
    'Creates a version of a key. A symmetric key encrypts with it from then on, and decrypts with every version. At most 10,000 versions of a symmetric key, and 50 of a key pair.',
  effect: 'write',
  key: { accepts: ['id', 'alias'], origin: 'Aliyun_KMS', states: ['Enabled'], refusal: 'state' },
  input: z.strictObject({ keyId: keyReference }),
  output: z.object({ keyVersion }),
  async handler(context) {
    const { call, key, now, insert, write, change } = context;
    const most = isSymmetric(key.spec) ? MAX_VERSIONS : MAX_KEY_PAIR_VERSIONS;
    const versions = await call.services.db.keyVersion.count({ where: { keyId: key.id } });
    if (versions >= most)
      throw new LimitExceededError(`A key of spec ${key.spec} has at most ${most} versions.`);
    write(...(await roomFor(context, 'versions')));
    const version = insert(
      TABLES.keyVersion,
      await makeKeyVersion(call.services, key, now, requesterOf(call)),
    );
    // Asymmetric keys have no primary version: every use names a version.
    const to = isSymmetric(key.spec) ? afterRotation(key, version) : { lastRotationDate: now };
    return { keyVersion: describeVersion(version), key: change(key, to) };
  },
});
