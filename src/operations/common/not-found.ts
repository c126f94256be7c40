import { type ErrorCode, KmsError } from '#domain/errors.ts';

type Entity = ErrorCode extends infer C
  ? C extends `EntityNotExist.${infer E}`
    ? E
    : never
  : never;

const WORDS: Readonly<Record<Entity, string>> = {
  User: 'user',
  'User.AccessKey': 'access key of this user',
  'User.Policy': 'policy attached to this user',
  Role: 'role',
  'Role.Policy': 'policy attached to this role',
  Policy: 'policy',
  'Policy.Version': 'version of this policy',
  ApiToken: 'API token of this user',
  BrowserSession: 'browser session',
  SignInLink: 'sign-in link',
};

/** The error for a user, role, policy or credential that does not exist in the account of the caller. */
export const notExisting = (entity: Entity): KmsError =>
  new KmsError(
    `EntityNotExist.${entity}`,
    `The specified ${WORDS[entity]} does not exist. Check its name and the account.`,
  );
