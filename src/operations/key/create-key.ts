import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { UnsupportedOperationError, UnsupportedProtectionLevelError } from '#domain/errors.ts';
import {
  isSymmetric,
  KEY_ORIGINS,
  KEY_SPEC_NAMES,
  KEY_SPECS,
  KEY_USAGES,
  type KeyOrigin,
  type KeySpec,
  type KeyUsage,
  PROTECTION_LEVELS,
  type ProtectionLevel,
} from '#domain/key-spec.ts';
import { macsOfKey } from '#integrity/key-macs.ts';
import { makeKeyVersion } from '#keyring/key-versions.ts';
import { requesterOf } from '#pipeline/call.ts';
import { clientToken, description, flag, oneOf } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { TABLES } from '#store/tables.ts';
import { addWords, descriptionText } from '#store/writes/key-words.ts';
import { describeRow, keyMetadata } from '../common/key-metadata.ts';
import { checkNewKeyPolicy, keyPolicy } from '../common/key-policy.ts';
import { keyContainer } from '../common/resources.ts';
import { roomFor } from '../common/room.ts';
import { rotationInput, rotationPolicy } from '../common/rotation-policy.ts';
import { checkTags, tags } from '../common/tag-fields.ts';

interface Wanted {
  readonly origin: KeyOrigin;
  readonly keySpec: KeySpec;
  readonly protectionLevel: ProtectionLevel;
  readonly enableAutomaticRotation: boolean;
}

/** Checks that the properties of the new key can be combined. @throws UnsupportedProtectionLevelError, UnsupportedOperationError */
function checkTogether(
  { origin, keySpec, protectionLevel, enableAutomaticRotation }: Wanted,
  usage: KeyUsage,
): void {
  const { usages } = KEY_SPECS[keySpec];
  if (protectionLevel !== 'SOFTWARE') throw new UnsupportedProtectionLevelError();
  if (!usages.some((one) => one === usage))
    throw new UnsupportedOperationError(
      `A key of spec ${keySpec} supports only the usage ${usages.join(' or ')}.`,
    );
  if (origin === 'EXTERNAL' && !isSymmetric(keySpec))
    throw new UnsupportedOperationError('Only symmetric keys can import key material.');
  if (enableAutomaticRotation && (origin === 'EXTERNAL' || !isSymmetric(keySpec)))
    throw new UnsupportedOperationError(
      'Only symmetric keys of origin Aliyun_KMS support automatic rotation.',
    );
}

const defaultUsage = (keySpec: KeySpec): KeyUsage => KEY_SPECS[keySpec].usages[0];

export const createKey = accountOperation({
  name: 'CreateKey',
  summary:
    'Creates a symmetric key or a key pair. Its material is generated, or imported later if the origin is `EXTERNAL`.',
  effect: 'write',
  quotaPool: 'create-key',
  on: keyContainer,
  input: z.strictObject({
    origin: oneOf(KEY_ORIGINS).default('Aliyun_KMS'),
    description: description.default(''),
    keyUsage: oneOf(KEY_USAGES).optional(),
    keySpec: oneOf(KEY_SPEC_NAMES).default('Aliyun_AES_256'),
    protectionLevel: oneOf(PROTECTION_LEVELS).default('SOFTWARE'),
    enableAutomaticRotation: flag.default(false),
    rotationInterval: rotationInput.rotationInterval,
    tags: tags.optional(),
    policy: keyPolicy.optional(),
    allowLockout: flag.default(false),
    clientToken: clientToken.optional(),
  }),
  graphqlOnlyFields: ['allowLockout'],
  output: z.object({ keyMetadata }),
  audit: [
    'origin',
    'keyUsage',
    'keySpec',
    'protectionLevel',
    'enableAutomaticRotation',
    'rotationInterval',
    'tags',
    'policy',
  ],
  unsupportedParameters: ['DKMSInstanceId', 'KeyStorageMechanism'],
  idempotency: {
    canonicalInput: ({ keyUsage, tags, rotationInterval, allowLockout: _confirmed, ...input }) => ({
      ...input,
      keyUsage: keyUsage ?? defaultUsage(input.keySpec),
      ...(tags?.length && { tags }),
      ...(input.enableAutomaticRotation && { rotationInterval }),
    }),
    replay: ({ call }, key) => ({ keyMetadata: describeRow(key, call.services.region), key }),
  },
  async handler(context, input) {
    const { call, now, insert, write } = context;
    const { origin, description, keySpec, protectionLevel, tags } = input;
    const usage = input.keyUsage ?? defaultUsage(keySpec);
    checkTogether(input, usage);
    const rotation = rotationPolicy(input, now);
    if (tags?.length) checkTags(tags, 'tags');

    const { accountId } = call.principal;
    const policy = input.policy ?? null;
    if (policy !== null) checkNewKeyPolicy(policy, accountId, input.allowLockout);
    write(...(await roomFor(context, 'keys')));
    if (origin !== 'EXTERNAL') write(...(await roomFor(context, 'versions')));
    const id = uuidv7();
    const version =
      origin === 'EXTERNAL'
        ? null
        : await makeKeyVersion(
            call.services,
            { id, accountId, spec: keySpec },
            now,
            requesterOf(call),
          );
    const sealed = { id, accountId, spec: keySpec, policy };
    const key = insert(TABLES.key, {
      id,
      accountId,
      creator: accountId,
      description,
      state: version ? 'Enabled' : 'PendingImport',
      usage,
      spec: keySpec,
      origin,
      protectionLevel,
      // Every use of an asymmetric key names a version.
      primaryVersionId: version && isSymmetric(keySpec) ? version.id : null,
      deleteDate: null,
      materialExpireTime: null,
      lastRotationDate: version ? now : null,
      createdAt: now,
      revision: 1,
      deletionProtected: false,
      deletionProtectionDescription: '',
      importEpoch: 0,
      materialDigest: null,
      policy,
      ...macsOfKey(call.services.keyring, sealed, tags ?? []),
      ...rotation,
    });
    if (version) insert(TABLES.keyVersion, version);
    write(...addWords(descriptionText(key, description)));
    for (const tag of tags ?? []) insert(TABLES.tag, { ...tag, accountId, keyId: id });
    return { keyMetadata: describeRow(key, call.services.region), key };
  },
});
