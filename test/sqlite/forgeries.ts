import { keyPolicyText } from '../support/key-policy.ts';

/** The account that the statements are about. It has the users ann and eve. */
export const ACCOUNT = '1000000000000001';

/** Who is affected, and may describe the key before. */
export type Who = 'root' | 'ann' | 'eve' | 'tagged';
const POLICY = JSON.stringify({
  Version: '1',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});
const ids = (of: string) => `(SELECT "id" FROM "User" WHERE "name" = '${of}')`;
const policyOf = (of: string) =>
  `(SELECT "policyId" FROM "Attachment" WHERE "principalId" = ${ids(of)})`;
/** Copies a row of a table with other values in some columns. */
export const copy = (table: string, columns: string, values: string, where: string) =>
  `INSERT INTO "${table}" (${columns}) SELECT ${values} FROM "${table}" WHERE ${where}`;

const KEY_COLUMNS =
  '"id", "accountId", "sealedSecret", "rootKeyId", "enabled", "allowedActions", "createdAt", "userId", "configured", "mac"';
const keyValues = (id: string, userId: string) =>
  `'${id}', "accountId", "sealedSecret", "rootKeyId", "enabled", "allowedActions", "createdAt", ${userId}, "configured", "mac"`;

export const FORGERIES: readonly [what: string, table: string, who: Who, sql: string][] = [
  [
    'an account is altered',
    'Account',
    'root',
    `UPDATE "Account" SET "createdAt" = "createdAt" + 1 WHERE "id" = '${ACCOUNT}'`,
  ],
  ['an account is deleted', 'AccessKey', 'root', `DELETE FROM "Account" WHERE "id" = '${ACCOUNT}'`],
  ['a user is renamed', 'User', 'ann', `UPDATE "User" SET "name" = 'bob' WHERE "name" = 'ann'`],
  ['a user is deleted', 'AccessKey', 'ann', `DELETE FROM "User" WHERE "name" = 'ann'`],
  [
    'an access key is given to another user',
    'AccessKey',
    'eve',
    `UPDATE "AccessKey" SET "userId" = ${ids('ann')} WHERE "userId" = ${ids('eve')}`,
  ],
  [
    'an access key becomes one of the root identity',
    'AccessKey',
    'eve',
    `UPDATE "AccessKey" SET "userId" = NULL WHERE "userId" = ${ids('eve')}`,
  ],
  [
    'an access key is added to a user',
    'User',
    'ann',
    copy('AccessKey', KEY_COLUMNS, keyValues('forged', '"userId"'), `"userId" = ${ids('ann')}`),
  ],
  [
    'an access key of the root identity is deleted',
    'Account',
    'root',
    `DELETE FROM "AccessKey" WHERE "id" = 'second'`,
  ],
  [
    'an access key is added to the root identity',
    'Account',
    'root',
    copy('AccessKey', KEY_COLUMNS, keyValues('forged', 'NULL'), `"userId" = ${ids('ann')}`),
  ],
  [
    'a policy is altered',
    'Policy',
    'ann',
    `UPDATE "Policy" SET "description" = 'x' WHERE "id" = ${policyOf('ann')}`,
  ],
  ['a policy is deleted', 'Policy', 'ann', `DELETE FROM "Policy" WHERE "id" = ${policyOf('ann')}`],
  [
    'a document is altered',
    'Policy',
    'eve',
    `UPDATE "PolicyVersion" SET "document" = '${POLICY}' WHERE "policyId" = ${policyOf('eve')}`,
  ],
  [
    'a version is deleted',
    'Policy',
    'ann',
    `DELETE FROM "PolicyVersion" WHERE "policyId" = ${policyOf('ann')}`,
  ],
  [
    'a version is added',
    'Policy',
    'eve',
    `${copy('PolicyVersion', '"accountId", "policyId", "number", "document", "createdAt"', `"accountId", "policyId", 2, '${POLICY}', "createdAt"`, `"policyId" = ${policyOf('eve')}`)}; UPDATE "Policy" SET "defaultVersion" = 2 WHERE "id" = ${policyOf('eve')}`,
  ],
  [
    'an attachment is altered',
    'User',
    'eve',
    `UPDATE "Attachment" SET "policyId" = ${policyOf('ann')} WHERE "principalId" = ${ids('eve')}`,
  ],
  [
    'an attachment is deleted',
    'User',
    'ann',
    `DELETE FROM "Attachment" WHERE "principalId" = ${ids('ann')}`,
  ],
  [
    'an attachment is added',
    'User',
    'eve',
    `INSERT INTO "Attachment" ("accountId", "principalId", "principalType", "policyType", "policyName", "attachedAt") SELECT "accountId", "principalId", "principalType", 'System', 'AdministratorAccess', "attachedAt" FROM "Attachment" WHERE "principalId" = ${ids('eve')}`,
  ],
  [
    'a key policy is set',
    'Key',
    'eve',
    `UPDATE "Key" SET "policy" = '${keyPolicyText({ Effect: 'Allow', Principal: { RAM: [`acs:ram::${ACCOUNT}:user/eve`] }, Action: ['kms:*'] })}'`,
  ],
  ['the MAC of a key policy is deleted', 'Key', 'ann', `UPDATE "Key" SET "policyMac" = NULL`],
  [
    'both MACs of a key are deleted',
    'Key',
    'root',
    `UPDATE "Key" SET "policyMac" = NULL, "tagsMac" = NULL, "macRootKeyId" = NULL`,
  ],
  ['a tag is altered', 'Tag', 'tagged', `UPDATE "Tag" SET "tagValue" = 'payroll '`],
  ['a tag is deleted', 'Tag', 'tagged', `DELETE FROM "Tag"`],
  [
    'a tag is added',
    'Tag',
    'tagged',
    copy(
      'Tag',
      '"accountId", "keyId", "tagKey", "tagValue"',
      `"accountId", "keyId", 'stage', ''`,
      'true',
    ),
  ],
];
