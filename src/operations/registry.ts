import { describeAccountKmsStatus } from './account/describe-account-kms-status.ts';
import { describeRegions } from './account/describe-regions.ts';
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
import { deleteKeyMaterial } from './material-import/delete-key-material.ts';
import { getParametersForImport } from './material-import/get-parameters-for-import.ts';
import { importKeyMaterial } from './material-import/import-key-material.ts';
import type { AnyOperation } from './operation.ts';

/** Every operation of the service. A line here gives it RPC, permission, audit and log. */
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
  describeRegions,
  describeAccountKmsStatus,
];

const BY_NAME = new Map(OPERATIONS.map((operation) => [operation.name, operation]));

/** The operation of this exact name, if there is one. */
export const findOperation = (name: string): AnyOperation | undefined => BY_NAME.get(name);
