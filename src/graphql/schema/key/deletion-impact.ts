import { deletionProtectionOf } from '#operations/common/key-metadata.ts';
import { describeKey } from '#operations/key/describe-key.ts';
import type { KeyRow } from '#pipeline/operation.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { DeletionProtection } from '../../enums.ts';
import { keyArg } from '../../key-field.ts';
import { perform } from '../../perform.ts';
import { KeyMetadata } from './key-metadata.ts';

const DAYS = 90;

interface Impact {
  readonly key: KeyRow;
  readonly lastUsedAt: Date | null;
  readonly uses: number;
  readonly versions: number;
}

const KeyDeletionImpact = builder.objectRef<Impact>('KeyDeletionImpact').implement({
  description:
    'Effect of destroying a key. Ciphertext that was encrypted with it can never be decrypted again.',
  fields: (t) => ({
    key: t.expose('key', {
      type: KeyMetadata,
      nullable: true,
      description: 'Key that would be destroyed.',
    }),
    lastUsedDate: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Time of the last cryptographic operation with the key. Null if there was none.',
    }),
    usesInLast90Days: t.exposeFloat('uses', {
      description:
        'Number of cryptographic operations with the key in the last 90 days, today (UTC) included. A whole number that may exceed the range of Int.',
    }),
    versionCount: t.exposeInt('versions', { description: 'Number of key versions.' }),
    deletionProtection: t.field({
      type: DeletionProtection,
      description: 'State of deletion protection.',
      resolve: ({ key }) => deletionProtectionOf(key),
    }),
  }),
});

builder.queryField('keyDeletionImpact', (t) =>
  t.field({
    ...describes(describeKey),
    description:
      'Effect of destroying a key: its last use, recent uses and versions. Needs the permission `kms:DescribeKey`.',
    type: KeyDeletionImpact,
    args: { keyId: keyArg(t.arg, describeKey) },
    resolve: async (_root, { keyId }, call) => {
      const { key } = await perform(describeKey, call, { keyId });
      const { versionCount, usesOfKey } = await call.readOf(describeKey, key);
      const [versions, uses] = await Promise.all([versionCount(key.id), usesOfKey(key.id, DAYS)]);
      return { key, versions, ...uses };
    },
  }),
);
