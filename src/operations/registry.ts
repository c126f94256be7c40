import { describeAccountKmsStatus } from './account/describe-account-kms-status.ts';
import { describeRegions } from './account/describe-regions.ts';
import { createKey } from './key/create-key.ts';
import { describeKey } from './key/describe-key.ts';
import { listKeys } from './key/list-keys.ts';
import { updateKeyDescription } from './key/update-key-description.ts';
import type { AnyOperation } from './operation.ts';

/** Every operation of the service. A line here gives it RPC, permission, audit and log. */
export const OPERATIONS: readonly AnyOperation[] = [
  createKey,
  describeKey,
  listKeys,
  updateKeyDescription,
  describeRegions,
  describeAccountKmsStatus,
];

const BY_NAME = new Map(OPERATIONS.map((operation) => [operation.name, operation]));

/** The operation of this exact name, if there is one. */
export const findOperation = (name: string): AnyOperation | undefined => BY_NAME.get(name);
