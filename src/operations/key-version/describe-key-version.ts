import { z } from 'zod';
import { keyReference, keyVersionId } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { KeyVersionNotFoundError } from '../common/key-pair.ts';
import { describeVersion, keyVersion } from '../common/key-versions.ts';

export const describeKeyVersion = keyOperation({
  name: 'DescribeKeyVersion',
  summary: 'Returns one version of a key.',
  effect: 'read',
  key: { accepts: ['id', 'alias'] },
  input: z.strictObject({ keyId: keyReference, keyVersionId }),
  output: z.object({ keyVersion }),
  async handler({ call, key }, { keyVersionId }) {
    const version = await call.services.db.keyVersion.findUnique({
      where: { id: keyVersionId, keyId: key.id },
    });
    if (!version) throw new KeyVersionNotFoundError();
    return { keyVersion: describeVersion(version), key };
  },
});
