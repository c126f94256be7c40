import { isSymmetric, type KeySpec } from '#domain/key-spec.ts';
import { describeVersion } from '#operations/common/key-versions.ts';
import { describeKeyVersion } from '#operations/key-version/describe-key-version.ts';
import { getPublicKey } from '#operations/key-version/get-public-key.ts';
import { builder } from '../../builder.ts';
import type { GraphqlCall } from '../../call.ts';
import { describes } from '../../describes.ts';
import { keyArg } from '../../key-field.ts';
import { loadEach } from '../../node-fields.ts';
import { perform } from '../../perform.ts';
import { KeyMetadata, readKeyNode } from '../key/key-metadata.ts';

/** Two reads and a computation for each; and more than 499 reads at once Prisma puts into one that SQLite does not take (P2029). */
const PUBLIC_KEY_COST = 20;

/** A key version, with the spec of its key: only key pairs have a public key. */
interface VersionOfKey extends ReturnType<typeof describeVersion> {
  readonly keySpec: KeySpec;
}

/** A key version as it was read. */
export const toVersion = (
  row: Parameters<typeof describeVersion>[0],
  keySpec: string,
): VersionOfKey => ({ ...describeVersion(row), keySpec: keySpec as KeySpec });

async function loadVersion(call: GraphqlCall, id: string): Promise<VersionOfKey | null> {
  const row = await call.readRow(describeKeyVersion, ({ keyVersion }) => keyVersion(id));
  return row && toVersion(row, row.key.spec);
}

export const KeyVersion = builder.node(builder.objectRef<VersionOfKey>('KeyVersion'), {
  description: 'One generation of the material of a key.',
  id: {
    resolve: ({ keyVersionId }) => keyVersionId,
    description: 'Global id, for `node` and `nodes`. Operations take `keyVersionId` instead.',
  },
  loadMany: (ids: string[], call) => loadEach(ids, (id) => loadVersion(call, id)),
  fields: (t) => ({
    keyId: t.exposeString('keyId', { description: 'Id of the key: a UUID.' }),
    keyVersionId: t.exposeString('keyVersionId', {
      description: 'Id of the key version: a UUID.',
    }),
    creationDate: t.expose('creationDate', {
      type: 'DateTime',
      description: 'Time at which the key version was created.',
    }),
    publicKey: t.string({
      ...describes(getPublicKey),
      description: `${describes(getPublicKey).description} Null for a symmetric key.`,
      complexity: { field: PUBLIC_KEY_COST, multiplier: 1 },
      resolve: async ({ keyId, keyVersionId, keySpec }, _args, call) =>
        isSymmetric(keySpec)
          ? null
          : (await perform(getPublicKey, call, { keyId, keyVersionId })).publicKey,
    }),
    key: t.field({
      type: KeyMetadata,
      nullable: true,
      description: 'The key. Needs the permission `kms:DescribeKey`.',
      resolve: ({ keyId }, _args, call) => readKeyNode(call, keyId),
    }),
  }),
});

builder.prismaObjectField(KeyMetadata, 'primaryVersion', (t) =>
  t.field({
    type: KeyVersion,
    nullable: true,
    description:
      'Key version that encrypts. Null where `primaryKeyVersion` is. Needs the permission `kms:DescribeKeyVersion`.',
    resolve: ({ primaryVersionId }, _args, call) =>
      primaryVersionId === null ? null : loadVersion(call, primaryVersionId),
  }),
);

builder.queryField('keyVersion', (t) =>
  t.field({
    ...describes(describeKeyVersion),
    type: KeyVersion,
    args: {
      keyId: keyArg(t.arg, describeKeyVersion),
      keyVersionId: t.arg.string({
        required: true,
        description: 'Id of a version of the key: a UUID.',
      }),
    },
    resolve: async (_root, { keyId, keyVersionId }, call) => {
      const { keyVersion, key } = await perform(describeKeyVersion, call, { keyId, keyVersionId });
      return { ...keyVersion, keySpec: key.spec };
    },
  }),
);
