/** What an account can have at most. Absent: any number. */
export interface ResourceLimits {
  readonly keys?: number;
  readonly aliases?: number;
  /** Of all keys together. */
  readonly versions?: number;
  readonly users: number;
  readonly roles: number;
  /** Custom policies. */
  readonly policies: number;
  readonly tokens: number;
}

/** What can have a limit, as the setting names it. */
export const LIMITED_RESOURCES = [
  'keys',
  'aliases',
  'versions',
  'users',
  'roles',
  'policies',
  'tokens',
] as const satisfies readonly (keyof ResourceLimits)[];

/**
 * Those of identities always apply, as published (help page "Limits" of RAM, 2021). The cloud has no API tokens; their
 * limit only bounds the lists.
 */
export const DEFAULT_LIMITS: ResourceLimits = {
  users: 1_000,
  roles: 1_000,
  policies: 1_500,
  tokens: 1_000,
};

/** Those of the cloud (help page "Limits" of KMS). */
export const CLOUD_LIMITS: ResourceLimits = {
  ...DEFAULT_LIMITS,
  keys: 200,
  aliases: 300,
  versions: 10_000,
};
