import { isSymmetric, type KeySpec } from '#domain/key-spec.ts';
import { describeVersion } from '#operations/common/key-versions.ts';
import { createKeyVersion } from '#operations/key-version/create-key-version.ts';
import { describeKeyVersion } from '#operations/key-version/describe-key-version.ts';
import { getPublicKey } from '#operations/key-version/get-public-key.ts';
import { listKeyVersions } from '#operations/key-version/list-key-versions.ts';
import { updateRotationPolicy } from '#operations/key-version/update-rotation-policy.ts';
import { perform } from '#pipeline/perform.ts';
import { builder } from '../builder.ts';
import { countOnce } from '../count-once.ts';
import { describes } from '../describes.ts';
import { countAll, PAGES, pageCost, readConnection } from '../paging.ts';
import { permitRead } from '../permit.ts';
import { KeyMetadata } from './key.ts';

/** Two reads and a computation for each; and more than 499 reads at once Prisma puts into one that SQLite does not take (P2029). */
const PUBLIC_KEY_COST = 20;

interface VersionOfKey extends ReturnType<typeof describeVersion> {
  readonly keySpec: KeySpec;
}

const KeyVersion = builder.objectRef<VersionOfKey>('KeyVersion').implement({
  description: 'One generation of a key’s material.',
  fields: (t) => ({
    keyId: t.exposeString('keyId', { description: 'The id of the key.' }),
    keyVersionId: t.exposeString('keyVersionId', { description: 'The id of the version: a UUID.' }),
    creationDate: t.expose('creationDate', { type: 'DateTime', description: 'When it was made.' }),
    publicKey: t.string({
      ...describes(getPublicKey),
      description: `${describes(getPublicKey).description} Null for a secret key.`,
      complexity: { field: PUBLIC_KEY_COST, multiplier: 1 },
      resolve: async ({ keyId, keyVersionId, keySpec }, _args, call) =>
        isSymmetric(keySpec)
          ? null
          : (await perform(getPublicKey, call, { keyId, keyVersionId })).publicKey,
    }),
  }),
});

builder.prismaObjectField(KeyMetadata, 'versions', (t) =>
  t.connection(
    {
      type: KeyVersion,
      nullable: true,
      edgesNullable: { list: false, items: false },
      nodeNullable: false,
      description: `${listKeyVersions.summary} ${PAGES} Needs the permission \`kms:ListKeyVersions\`.`,
      complexity: pageCost,
      resolve: async ({ id: keyId, spec }, args, call, info) => {
        permitRead(listKeyVersions, call);
        const { loaders } = call;
        const page = await readConnection(args, {
          kind: 'version',
          read: (part) => loaders.versions(part)(keyId),
          count: () =>
            countOnce(call, info, ['versions', keyId], () => loaders.versionCount(keyId)),
        });
        return {
          ...page,
          edges: page.edges.map(
            (edge) =>
              edge && {
                ...edge,
                node: { ...describeVersion(edge.node), keySpec: spec as KeySpec },
              },
          ),
        };
      },
    },
    {
      name: 'KeyVersionConnection',
      description: 'A page of key versions.',
      fields: (t) => ({
        totalCount: t.int({
          description:
            'Number of versions of the key, on all pages. Counted once per query, and only when asked for.',
          resolve: countAll,
        }),
      }),
    },
    { name: 'KeyVersionEdge', description: 'A key version, and where it stands in the list.' },
  ),
);

builder.queryField('keyVersion', (t) =>
  t.field({
    ...describes(describeKeyVersion),
    type: KeyVersion,
    args: {
      keyId: t.arg({
        type: 'KeyReference',
        required: true,
        description: 'The id of the key, or an alias.',
      }),
      keyVersionId: t.arg.string({ required: true, description: 'The id of the version.' }),
    },
    resolve: async (_root, { keyId, keyVersionId }, call) => {
      const { keyVersion, key } = await perform(describeKeyVersion, call, { keyId, keyVersionId });
      return { ...keyVersion, keySpec: key.spec };
    },
  }),
);

const CreateKeyVersionInput = builder.inputType('CreateKeyVersionInput', {
  description: 'Which key.',
  fields: (t) => ({
    keyId: t.field({
      type: 'KeyReference',
      required: true,
      description: 'The id of the key, or an alias.',
    }),
  }),
});

builder.mutationField('createKeyVersion', (t) =>
  t.field({
    ...describes(createKeyVersion),
    type: KeyVersion,
    args: {
      input: t.arg({ type: CreateKeyVersionInput, required: true, description: 'Which key.' }),
    },
    resolve: async (_root, { input }, call) => {
      const { keyVersion, key } = await perform(createKeyVersion, call, input);
      return { ...keyVersion, keySpec: key.spec };
    },
  }),
);

const UpdateRotationPolicyInput = builder.inputType('UpdateRotationPolicyInput', {
  description: 'Which key, and how often it gets a new version.',
  fields: (t) => ({
    keyId: t.field({
      type: 'KeyReference',
      required: true,
      description: 'The id of the key. No alias here.',
    }),
    enableAutomaticRotation: t.boolean({
      required: true,
      description: 'Whether it rotates by itself.',
    }),
    rotationInterval: t.string({
      description: 'With true: 7 to 730 days with a unit, such as `30d` or `604800s`.',
    }),
  }),
});

builder.mutationField('updateRotationPolicy', (t) =>
  t.field({
    ...describes(updateRotationPolicy),
    type: KeyMetadata,
    args: {
      input: t.arg({
        type: UpdateRotationPolicyInput,
        required: true,
        description: 'Which key, and how often.',
      }),
    },
    resolve: async (_root, { input }, call) =>
      (await perform(updateRotationPolicy, call, input)).key,
  }),
);
