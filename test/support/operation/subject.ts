/** Input in the operation's own field names: bytes as Buffers, an encryption context as pairs, lists of objects as such. */
export type Input = Readonly<Record<string, unknown>>;

/**
 * The kinds of key that operations act on. An imported key is symmetric too. Symmetric keys of this service and key
 * pairs never wait for material; a `waiting key` stands in for a symmetric key in the state PendingImport.
 */
export type Kind =
  | 'symmetric key'
  | 'imported key'
  | 'waiting key'
  | 'encryption key pair'
  | 'signing key pair';

/** A key that has material, and what operations on it may need. Fields that a kind does not have are empty. */
export interface Subject {
  readonly accountId: string;
  readonly keyId: string;
  readonly keyVersionId: string;
  /** A ciphertext of this key. */
  readonly blob: Buffer;
  readonly dataKeyBlob: Buffer;
  readonly importInput: Input;
  readonly signature: Buffer;
  /** Another symmetric key of the account, which stays enabled, and a ciphertext of it. */
  readonly otherKeyId: string;
  readonly otherBlob: Buffer;
  /** Where data keys are exported to. */
  readonly exportTarget: Input;
  /** An alias that no key has. */
  readonly freeAlias: () => string;
  /** A name that no user, role or policy has. */
  readonly freeName: () => string;
  /** Makes a user, and returns its name. */
  readonly newUser: () => Promise<string>;
  /** Makes an access key of a user, and returns its id. */
  readonly newAccessKey: (userName: string) => Promise<string>;
  /** Makes an API token of a user, and returns its id. */
  readonly newApiToken: (userName: string) => Promise<string>;
  /** Makes a browser session, and returns its id. */
  readonly newBrowserSession: () => Promise<string>;
  /** Makes a sign-in link, and returns its id. */
  readonly newSignInLink: () => Promise<string>;
  /** Makes a role, and returns its name. */
  readonly newRole: () => Promise<string>;
  /** Makes a custom policy, and returns its name. */
  readonly newPolicy: () => Promise<string>;
  /** Adds a version to a policy, and returns its id. */
  readonly newPolicyVersion: (policyName: string) => Promise<string>;
  /** Makes a user with a policy, and returns both. */
  readonly attachedToUser: () => Promise<Attached & { readonly userName: string }>;
  /** Makes a role with a policy, and returns both. */
  readonly attachedToRole: () => Promise<Attached & { readonly roleName: string }>;
  /** Gives a key an alias. */
  readonly newAlias: (keyId: string) => Promise<string>;
}

/** A custom policy that is attached. No interface, because that would be no Input, which has an index signature. */
export type Attached = {
  readonly policyType: 'Custom';
  readonly policyName: string;
};

/** Of any message. */
export const DIGEST = Buffer.alloc(32, 1);

/** A policy for users and roles. */
export const DOCUMENT =
  '{"Version":"1","Statement":[{"Effect":"Allow","Action":"kms:List*","Resource":"*"}]}';
