import { automaticRotationOf } from '#domain/rotation.ts';
import { deletionProtectionOf, rotationIntervalOf } from '#operations/common/key-metadata.ts';
import { builder } from '../../builder.ts';
import { AutomaticRotation, DeletionProtection } from '../../enums.ts';
import { asShown, KeyMetadata } from './key-metadata.ts';

// What becomes of a key with time: rotation, deletion, expiry of its material.
builder.prismaObjectFields(KeyMetadata, (t) => ({
  lastRotationDate: t.expose('lastRotationDate', {
    type: 'DateTime',
    nullable: true,
    description:
      'Time at which the newest key version was created. Null before the first import of material.',
  }),
  automaticRotation: t.field({
    type: AutomaticRotation,
    description: 'State of automatic rotation.',
    resolve: (key, _args, call) => automaticRotationOf(asShown(key, call)),
  }),
  rotationInterval: t.string({
    nullable: true,
    description:
      'Time between two rotations in seconds, such as `604800s`. Null if automatic rotation is off.',
    resolve: rotationIntervalOf,
  }),
  nextRotationDate: t.expose('nextRotationDate', {
    type: 'DateTime',
    nullable: true,
    description: 'Time of the next automatic rotation. Null if automatic rotation is off.',
  }),
  deletionProtection: t.field({
    type: DeletionProtection,
    description: 'State of deletion protection.',
    resolve: deletionProtectionOf,
  }),
  deletionProtectionDescription: t.exposeString('deletionProtectionDescription', {
    description: 'Reason for the deletion protection, as its owner wrote it; may be empty.',
  }),
  deleteDate: t.expose('deleteDate', {
    type: 'DateTime',
    nullable: true,
    description: 'Time at which the key is destroyed. Null unless it is `PendingDeletion`.',
  }),
  materialExpireTime: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'Time at which the imported material expires. Null if it does not expire.',
    resolve: (key, _args, call) => asShown(key, call).materialExpireTime,
  }),
}));
