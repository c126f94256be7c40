/**
 * What users and roles of another account can do with a key if its policy and their own allow it: use it, and read its
 * public key and its description. They cannot administer it.
 */
export const CROSS_ACCOUNT_ACTIONS = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:ExportDataKey',
  'kms:GenerateAndExportDataKey',
  'kms:AsymmetricSign',
  'kms:AsymmetricVerify',
  'kms:AsymmetricEncrypt',
  'kms:AsymmetricDecrypt',
  'kms:GetPublicKey',
  'kms:DescribeKey',
] as const;

const FOLDED: ReadonlySet<string> = new Set(
  CROSS_ACCOUNT_ACTIONS.map((action) => action.toLowerCase()),
);
const KEY_ARN = /^acs:kms:[^:]*:([^:]+):key\/[^*]+$/;

/** Whether an action on a resource is possible for other accounts than the owner: only on a key that is named by its id. */
export const isPossibleAcrossAccounts = (
  action: string,
  resource: string,
  ownerId: string,
): boolean => FOLDED.has(action.toLowerCase()) && KEY_ARN.exec(resource)?.[1] === ownerId;
