import { z } from 'zod';
import { type SystemPolicy, systemPolicy } from '#domain/policy/system-policies.ts';
import type { StoredPolicy } from '#integrity/policies.ts';
import type { Rows } from '#store/tables.ts';
import { notExisting } from './not-found.ts';
import { POLICY_TYPES, type PolicyType, versionIdOf } from './policy-fields.ts';

/** The row of a custom policy. */
export type PolicyRow = Rows['policy'];
/** The row of an attachment, for GraphQL. */
export type AttachmentRow = Rows['attachment'];

/** A custom policy, or a system policy, which is part of the code and has no row. */
export interface AnyPolicy {
  readonly policyType: PolicyType;
  readonly name: string;
  readonly description: string;
  readonly defaultVersion: number;
  /** Absent for a system policy. */
  readonly row?: PolicyRow;
}

/** A version of either. */
export interface AnyVersion {
  readonly number: number;
  readonly document: string;
  readonly isDefault: boolean;
  /** Null for a system policy. */
  readonly createdAt: Date | null;
}

const SYSTEM_VERSION = 1;

/** A custom policy. */
export const ofRow = (row: PolicyRow): AnyPolicy => ({
  policyType: 'Custom',
  name: row.name,
  description: row.description,
  defaultVersion: row.defaultVersion,
  row,
});

/** A system policy. */
export const ofSystem = ({ name, description }: SystemPolicy): AnyPolicy => ({
  policyType: 'System',
  name,
  description,
  defaultVersion: SYSTEM_VERSION,
});

/** The versions of a custom policy, oldest first. */
export const versionsOf = (
  { defaultVersion }: Pick<PolicyRow, 'defaultVersion'>,
  versions: StoredPolicy['versions'],
): AnyVersion[] =>
  versions.map(({ number, document, createdAt }) => ({
    number,
    document,
    createdAt,
    isDefault: number === defaultVersion,
  }));

/** The only version of a system policy; nothing where there is no such policy. */
export const systemVersions = (name: string): AnyVersion[] => {
  const policy = systemPolicy(name);
  return policy
    ? [{ number: SYSTEM_VERSION, document: policy.document, createdAt: null, isDefault: true }]
    : [];
};

/** The version with this id. @throws KmsError `EntityNotExist.Policy.Version` */
export function findVersion(versions: readonly AnyVersion[], versionId: string): AnyVersion {
  const version = versions.find(({ number }) => versionIdOf(number) === versionId);
  if (!version) throw notExisting('Policy.Version');
  return version;
}

/** A policy as RAM's API shows it. System policies have no dates here. */
export const policyView = z.object({
  policyName: z.string(),
  policyType: z.enum(POLICY_TYPES),
  description: z.string(),
  defaultVersion: z.string(),
  createDate: z.date().optional(),
  updateDate: z.date().optional(),
  attachmentCount: z.number(),
});

/** A version as RAM's API shows it. */
export const versionView = z.object({
  versionId: z.string(),
  isDefaultVersion: z.boolean(),
  policyDocument: z.string(),
  createDate: z.date().optional(),
});

/** A policy as it is shown. @param attachmentCount of a system policy in this account */
export const viewPolicy = (
  { policyType, name, description, defaultVersion, row }: AnyPolicy,
  attachmentCount = 0,
): z.input<typeof policyView> => ({
  policyName: name,
  policyType,
  description,
  defaultVersion: versionIdOf(defaultVersion),
  ...(row && { createDate: row.createdAt, updateDate: row.updatedAt }),
  attachmentCount: row?.attachments ?? attachmentCount,
});

/** A version as it is shown. */
export const viewVersion = ({
  number,
  document,
  isDefault,
  createdAt,
}: AnyVersion): z.input<typeof versionView> => ({
  versionId: versionIdOf(number),
  isDefaultVersion: isDefault,
  policyDocument: document,
  ...(createdAt && { createDate: createdAt }),
});
