import { aliasArn, aliasContainerArn, keyContainerArn } from '#domain/arn.ts';
import type { Place } from '#pipeline/operation.ts';

// The resources that permissions are checked on (help page "Use RAM to control access to KMS").

/** For what creates and lists keys. */
export const keyContainer = ({ region, accountId }: Place): string[] => [
  keyContainerArn(region, accountId),
];

/** For lists of aliases. */
export const aliasContainer = ({ region, accountId }: Place): string[] => [
  aliasContainerArn(region, accountId),
];

/** For what changes an alias: the alias, in addition to its key. */
export const namedAlias = (
  { region, accountId }: Place,
  { aliasName }: { readonly aliasName: string },
): string[] => [aliasArn(region, accountId, aliasName)];

/** For what concerns the account and none of its resources. */
export const wholeAccount = ({ region, accountId }: Place): string[] => [
  `acs:kms:${region}:${accountId}:*`,
];
