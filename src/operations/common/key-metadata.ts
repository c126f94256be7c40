import { z } from 'zod';
import { keyArn } from '#domain/arn.ts';
import { AUTOMATIC_ROTATIONS, automaticRotationOf } from '#domain/rotation.ts';
import type { KeyRow } from '#pipeline/operation.ts';

/** Values of `deletionProtection` in RPC's answers. */
export const DELETION_PROTECTIONS = ['Enabled', 'Disabled'] as const;

/** The metadata of a key in answers. RPC writes a null as "" and omits undefined fields. */
export const keyMetadata = z.object({
  keyId: z.string(),
  arn: z.string(),
  creator: z.string(),
  creationDate: z.date(),
  description: z.string(),
  keyState: z.string(),
  keyUsage: z.string(),
  keySpec: z.string(),
  origin: z.string(),
  protectionLevel: z.string(),
  primaryKeyVersion: z.string().optional(),
  lastRotationDate: z.date().optional(),
  automaticRotation: z.enum(AUTOMATIC_ROTATIONS),
  rotationInterval: z.string().optional(),
  nextRotationDate: z.date().optional(),
  deleteDate: z.date().nullable(),
  materialExpireTime: z.date().nullable(),
});

/** Converts a row of Key to the metadata in answers. */
export const describeRow = (row: KeyRow, region: string): z.input<typeof keyMetadata> => ({
  keyId: row.id,
  arn: keyArn(region, row.accountId, row.id),
  creator: row.creator,
  creationDate: row.createdAt,
  description: row.description,
  keyState: row.state,
  keyUsage: row.usage,
  keySpec: row.spec,
  origin: row.origin,
  protectionLevel: row.protectionLevel,
  primaryKeyVersion: row.primaryVersionId ?? undefined,
  lastRotationDate: row.lastRotationDate ?? undefined,
  automaticRotation: automaticRotationOf(row),
  rotationInterval: rotationIntervalOf(row) ?? undefined,
  nextRotationDate: row.nextRotationDate ?? undefined,
  deleteDate: row.deleteDate,
  materialExpireTime: row.materialExpireTime,
});

/** The rotation interval in seconds as RPC writes it, such as `604800s`; null if automatic rotation is off. */
export const rotationIntervalOf = ({
  rotationIntervalSeconds: seconds,
}: Pick<KeyRow, 'rotationIntervalSeconds'>): string | null =>
  seconds === null ? null : `${seconds}s`;

/** Deletion protection of a key, as RPC writes it. */
export const deletionProtectionOf = ({
  deletionProtected,
}: Pick<KeyRow, 'deletionProtected'>): (typeof DELETION_PROTECTIONS)[number] =>
  deletionProtected ? 'Enabled' : 'Disabled';
