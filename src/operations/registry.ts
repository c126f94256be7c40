import type { AnyOperation, Service } from '#pipeline/operation.ts';
import { createAccessKey } from './access-key/create-access-key.ts';
import { deleteAccessKey } from './access-key/delete-access-key.ts';
import { getAccessKeyLastUsed } from './access-key/get-access-key-last-used.ts';
import { listAccessKeys } from './access-key/list-access-keys.ts';
import { updateAccessKey } from './access-key/update-access-key.ts';
import { createAccount } from './account/create-account.ts';
import { describeAccountKmsStatus } from './account/describe-account-kms-status.ts';
import { describeRegions } from './account/describe-regions.ts';
import { listAccounts } from './account/list-accounts.ts';
import { openKmsService } from './account/open-kms-service.ts';
import { createAlias } from './alias/create-alias.ts';
import { deleteAlias } from './alias/delete-alias.ts';
import { listAliases } from './alias/list-aliases.ts';
import { listAliasesByKeyId } from './alias/list-aliases-by-key-id.ts';
import { updateAlias } from './alias/update-alias.ts';
import { createApiToken } from './api-token/create-api-token.ts';
import { deleteApiToken } from './api-token/delete-api-token.ts';
import { listApiTokens } from './api-token/list-api-tokens.ts';
import { attachPolicyToRole } from './attachment/attach-policy-to-role.ts';
import { attachPolicyToUser } from './attachment/attach-policy-to-user.ts';
import { detachPolicyFromRole } from './attachment/detach-policy-from-role.ts';
import { detachPolicyFromUser } from './attachment/detach-policy-from-user.ts';
import { listPoliciesForRole } from './attachment/list-policies-for-role.ts';
import { listPoliciesForUser } from './attachment/list-policies-for-user.ts';
import { listAuditEvents } from './audit/list-audit-events.ts';
import { deleteSignInLink } from './browser-session/delete-sign-in-link.ts';
import { endBrowserSession } from './browser-session/end-browser-session.ts';
import { listBrowserSessions } from './browser-session/list-browser-sessions.ts';
import { listSignInLinks } from './browser-session/list-sign-in-links.ts';
import { asymmetricDecrypt } from './cryptography/asymmetric-decrypt.ts';
import { asymmetricEncrypt } from './cryptography/asymmetric-encrypt.ts';
import { asymmetricSign } from './cryptography/asymmetric-sign.ts';
import { asymmetricVerify } from './cryptography/asymmetric-verify.ts';
import { decrypt } from './cryptography/decrypt.ts';
import { encrypt } from './cryptography/encrypt.ts';
import { exportDataKey } from './cryptography/export-data-key.ts';
import { generateAndExportDataKey } from './cryptography/generate-and-export-data-key.ts';
import { generateDataKey } from './cryptography/generate-data-key.ts';
import { generateDataKeyWithoutPlaintext } from './cryptography/generate-data-key-without-plaintext.ts';
import { reEncrypt } from './cryptography/re-encrypt.ts';
import { cancelKeyDeletion } from './key/cancel-key-deletion.ts';
import { createKey } from './key/create-key.ts';
import { describeKey } from './key/describe-key.ts';
import { disableKey } from './key/disable-key.ts';
import { enableKey } from './key/enable-key.ts';
import { listKeys } from './key/list-keys.ts';
import { scheduleKeyDeletion } from './key/schedule-key-deletion.ts';
import { setDeletionProtection } from './key/set-deletion-protection.ts';
import { updateKeyDescription } from './key/update-key-description.ts';
import { getKeyPolicy } from './key-policy/get-key-policy.ts';
import { setKeyPolicy } from './key-policy/set-key-policy.ts';
import { createKeyVersion } from './key-version/create-key-version.ts';
import { describeKeyVersion } from './key-version/describe-key-version.ts';
import { getPublicKey } from './key-version/get-public-key.ts';
import { listKeyVersions } from './key-version/list-key-versions.ts';
import { updateRotationPolicy } from './key-version/update-rotation-policy.ts';
import { deleteKeyMaterial } from './material-import/delete-key-material.ts';
import { getParametersForImport } from './material-import/get-parameters-for-import.ts';
import { importKeyMaterial } from './material-import/import-key-material.ts';
import { createPolicy } from './policy/create-policy.ts';
import { createPolicyVersion } from './policy/create-policy-version.ts';
import { deletePolicy } from './policy/delete-policy.ts';
import { deletePolicyVersion } from './policy/delete-policy-version.ts';
import { getPolicy } from './policy/get-policy.ts';
import { getPolicyVersion } from './policy/get-policy-version.ts';
import { listEntitiesForPolicy } from './policy/list-entities-for-policy.ts';
import { listPolicies } from './policy/list-policies.ts';
import { listPolicyVersions } from './policy/list-policy-versions.ts';
import { setDefaultPolicyVersion } from './policy/set-default-policy-version.ts';
import { createRole } from './role/create-role.ts';
import { deleteRole } from './role/delete-role.ts';
import { getRole } from './role/get-role.ts';
import { listRoles } from './role/list-roles.ts';
import { updateRole } from './role/update-role.ts';
import { describeService } from './service/describe-service.ts';
import { assumeRole } from './session/assume-role.ts';
import { endSessions } from './session/end-sessions.ts';
import { getCallerIdentity } from './session/get-caller-identity.ts';
import { listResourceTags } from './tag/list-resource-tags.ts';
import { listTagResources } from './tag/list-tag-resources.ts';
import { tagResource } from './tag/tag-resource.ts';
import { tagResources } from './tag/tag-resources.ts';
import { untagResource } from './tag/untag-resource.ts';
import { untagResources } from './tag/untag-resources.ts';
import { createUser } from './user/create-user.ts';
import { deleteUser } from './user/delete-user.ts';
import { getUser } from './user/get-user.ts';
import { listUsers } from './user/list-users.ts';
import { updateUser } from './user/update-user.ts';
import { whatIf } from './what-if/what-if.ts';

/** All operations of the service. An operation listed here has an RPC action, a permission, audit rows and metrics. */
export const OPERATIONS: readonly AnyOperation[] = [
  createKey,
  describeKey,
  listKeys,
  updateKeyDescription,
  enableKey,
  disableKey,
  scheduleKeyDeletion,
  cancelKeyDeletion,
  setDeletionProtection,
  encrypt,
  decrypt,
  generateDataKey,
  generateDataKeyWithoutPlaintext,
  reEncrypt,
  exportDataKey,
  generateAndExportDataKey,
  getParametersForImport,
  importKeyMaterial,
  deleteKeyMaterial,
  createKeyVersion,
  describeKeyVersion,
  listKeyVersions,
  updateRotationPolicy,
  createAlias,
  updateAlias,
  deleteAlias,
  listAliases,
  listAliasesByKeyId,
  getPublicKey,
  asymmetricSign,
  asymmetricVerify,
  asymmetricEncrypt,
  asymmetricDecrypt,
  tagResource,
  untagResource,
  listResourceTags,
  tagResources,
  untagResources,
  listTagResources,
  getKeyPolicy,
  setKeyPolicy,
  describeRegions,
  describeAccountKmsStatus,
  openKmsService,
  describeService,
  listAuditEvents,
  createUser,
  getUser,
  updateUser,
  deleteUser,
  listUsers,
  createAccessKey,
  listAccessKeys,
  updateAccessKey,
  deleteAccessKey,
  getAccessKeyLastUsed,
  createApiToken,
  listApiTokens,
  deleteApiToken,
  createPolicy,
  getPolicy,
  listPolicies,
  deletePolicy,
  createPolicyVersion,
  getPolicyVersion,
  listPolicyVersions,
  setDefaultPolicyVersion,
  deletePolicyVersion,
  listEntitiesForPolicy,
  attachPolicyToUser,
  attachPolicyToRole,
  detachPolicyFromUser,
  detachPolicyFromRole,
  listPoliciesForUser,
  listPoliciesForRole,
  whatIf,
  createRole,
  getRole,
  updateRole,
  deleteRole,
  listRoles,
  assumeRole,
  getCallerIdentity,
  endSessions,
  listBrowserSessions,
  endBrowserSession,
  listSignInLinks,
  deleteSignInLink,
];

/**
 * Operations of the operator, who performs them by a command. No surface offers them, so there is no permission for them;
 * they have audit rows as any other.
 */
export const OPERATOR_OPERATIONS: readonly AnyOperation[] = [createAccount, listAccounts];

const keyOf = (service: Service, name: string): string => `${service}:${name}`;
const BY_KEY = new Map(
  OPERATIONS.map((operation) => [keyOf(operation.service ?? 'kms', operation.name), operation]),
);

/**
 * The operation of a service with this name, case-sensitive; undefined if there is none. Names of two services can be
 * the same: KMS has a CreatePolicy of its own, for access points, which is not offered.
 */
export const findOperation = (service: Service, name: string): AnyOperation | undefined =>
  BY_KEY.get(keyOf(service, name));
