import { deletionProtectionOf } from '#operations/common/key-metadata.ts';
import { describeKey } from '#operations/key/describe-key.ts';
import type { KeyRow } from '#pipeline/operation.ts';
import { perform } from '#pipeline/perform.ts';
import { usesOf } from '#store/read/key-uses.ts';
import { builder } from '../builder.ts';
import { describes } from '../describes.ts';
import { DeletionProtection } from '../enums.ts';
import { KeyMetadata } from './key.ts';

const DAYS = 90;

const KeyDeletionImpact = builder
  .objectRef<{ key: KeyRow; lastUsedAt: Date | null; uses: number; versions: number }>(
    'KeyDeletionImpact',
  )
  .implement({
    description:
      'What would be lost with a key: whatever was sealed with it cannot be opened any more.',
    fields: (t) => ({
      key: t.field({
        type: KeyMetadata,
        nullable: true,
        description: 'The key.',
        resolve: ({ key }) => key,
      }),
      lastUsedDate: t.expose('lastUsedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it was last used. Null: never.',
      }),
      usesInLast90Days: t.exposeFloat('uses', {
        description:
          'How often it was used in the last 90 days, today included: a whole number, which may be larger than an Int.',
      }),
      versionCount: t.exposeInt('versions', {
        description: 'How many versions it has, each with material of its own.',
      }),
      deletionProtection: t.field({
        type: DeletionProtection,
        description: 'Whether it is protected against deletion.',
        resolve: ({ key }) => deletionProtectionOf(key),
      }),
    }),
  });

builder.queryField('keyDeletionImpact', (t) =>
  t.field({
    ...describes(describeKey),
    description:
      'What would be lost if a key were destroyed. Look before you schedule it. Needs the permission `kms:DescribeKey`.',
    type: KeyDeletionImpact,
    args: {
      keyId: t.arg({
        type: 'KeyReference',
        required: true,
        description: 'The id of the key, an alias or an ARN.',
      }),
    },
    resolve: async (_root, { keyId }, call) => {
      const { key } = await perform(describeKey, call, { keyId });
      const { db, backgroundDb, clock } = call.services;
      const versions = await backgroundDb.keyVersion.count({ where: { keyId: key.id } });
      return { key, versions, ...(await usesOf(db, key.id, DAYS, clock())) };
    },
  }),
);
