import {
  type Cache,
  cacheExchange,
  type DataFields,
  type KeyingConfig,
} from '@urql/exchange-graphcache';

/** Objects that belong to the one that contains them, and have no id of their own. */
const embedded = () => null;

const KEYS: KeyingConfig = {
  // By keyId, because inputs name a key by it: so a change is shown before the server has answered.
  KeyMetadata: ({ keyId }) => keyId as string,
  AccessKey: ({ accessKeyId }) => accessKeyId as string,
  ApiToken: ({ tokenId }) => tokenId as string,
  AccessKeyLastUse: embedded,
  AliasConnection: embedded,
  AliasEdge: embedded,
  AttachedPolicy: embedded,
  AttachedRole: embedded,
  AttachedUser: embedded,
  AuditDetail: embedded,
  AuditEventConnection: embedded,
  AuditEventEdge: embedded,
  BrowserSessionConnection: embedded,
  BrowserSessionEdge: embedded,
  CallerIdentity: embedded,
  DecidingStatement: embedded,
  KeyCaller: embedded,
  KeyChange: embedded,
  KeyConnection: embedded,
  KeyDeletionImpact: embedded,
  KeyEdge: embedded,
  KeyPolicy: embedded,
  KeyUsesOfDay: embedded,
  KeyVersionConnection: embedded,
  KeyVersionEdge: embedded,
  LiveEvent: embedded,
  PageInfo: embedded,
  Permission: embedded,
  PolicyConnection: embedded,
  PolicyEdge: embedded,
  PolicyVersion: embedded,
  Quota: embedded,
  Region: embedded,
  Replica: embedded,
  ResourceLimit: embedded,
  RoleConnection: embedded,
  RoleEdge: embedded,
  RootKey: embedded,
  RootKeyRotation: embedded,
  Service: embedded,
  ServiceClock: embedded,
  SignInLink: ({ linkId }) => linkId as string,
  Tag: embedded,
  UserConnection: embedded,
  UserEdge: embedded,
  Viewer: () => 'viewer',
  WhatIf: embedded,
};

/** Reads a field of Query again, in all its forms. The list of keys is not one: it has its own way (keys/). */
export function refresh(cache: Cache, ...fields: string[]): void {
  for (const { fieldName, arguments: variables } of cache.inspectFields('Query'))
    if (fields.includes(fieldName)) cache.invalidate('Query', fieldName, variables);
}

/** Reads fields of an object again, in all their forms. */
function refreshOf(cache: Cache, id: string, ...fields: string[]): void {
  for (const { fieldName, arguments: variables } of cache.inspectFields(id))
    if (fields.includes(fieldName)) cache.invalidate(id, fieldName, variables);
}

type Named = Readonly<Record<string, unknown>> & { readonly keyId?: string };

const ALIASES = ['aliases'];
const VERSIONS = ['versions', 'primaryVersion'];
const TAGS = ['tags'];

/** Fields of its key that an operation changes, beside those that come with the change. */
const CHANGED_BY: Readonly<Record<string, readonly string[]>> = {
  CreateAlias: ALIASES,
  UpdateAlias: ALIASES,
  DeleteAlias: ALIASES,
  CreateKeyVersion: VERSIONS,
  RotateKey: VERSIONS,
  ImportKeyMaterial: VERSIONS,
  DeleteKeyMaterial: VERSIONS,
  ExpireKeyMaterial: VERSIONS,
  SetKeyPolicy: ['policy'],
  TagResource: TAGS,
  TagResources: TAGS,
  UntagResource: TAGS,
  UntagResources: TAGS,
};

type Change = Named & { readonly operation: string; readonly key?: Named | null };

/** A change of a key: its own fields come with it, what belongs to it and was changed is read again. */
function liveEvents(result: DataFields, _args: unknown, cache: Cache): void {
  const event = result.liveEvents as { readonly keyChange?: Change | null } | null;
  const change = event?.keyChange;
  const key = change?.key;
  if (change?.keyId && !key) cache.invalidate({ __typename: 'KeyMetadata', keyId: change.keyId });
  if (key?.keyId)
    refreshOf(
      cache,
      `KeyMetadata:${key.keyId}`,
      'auditEvents',
      ...(CHANGED_BY[change?.operation ?? ''] ?? []),
    );
}

/** Fields of Query that a mutation changes, beside the objects that it returns. */
const CHANGED_FIELDS: Readonly<Record<string, readonly string[]>> = {
  createUser: ['users'],
  deleteUser: ['users', 'user'],
  createRole: ['roles'],
  deleteRole: ['roles', 'role'],
  createPolicy: ['policies'],
  deletePolicy: ['policies', 'policy'],
  createPolicyVersion: ['policy', 'policies'],
  deletePolicyVersion: ['policy'],
  setDefaultPolicyVersion: ['policy'],
  attachPolicyToUser: ['policy', 'policies', 'user'],
  detachPolicyFromUser: ['policy', 'policies', 'user'],
  attachPolicyToRole: ['policy', 'policies', 'role'],
  detachPolicyFromRole: ['policy', 'policies', 'role'],
  deleteAccessKey: ['accessKeys'],
  deleteApiToken: ['apiTokens', 'user'],
  endBrowserSession: ['browserSessions'],
  endSessions: ['browserSessions'],
  deleteSignInLink: ['signInLinks'],
  createAlias: ['aliases'],
  deleteAlias: ['aliases'],
  updateAlias: ['aliases'],
};

/** Fields of its key that a mutation changes and does not return. */
const CHANGED_OF_KEY: Readonly<Record<string, readonly string[]>> = {
  createAlias: ['aliases'],
  deleteAlias: ['aliases'],
  updateAlias: ['aliases'],
  setKeyPolicy: ['policy'],
  tagKeys: ['tags'],
  untagKeys: ['tags'],
  createKeyVersion: ['versions', 'primaryVersion', 'primaryKeyVersion', 'lastRotationDate'],
};

/** The ids of the keys that a mutation returns. */
const idsOf = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(idsOf);
  const { key, previousKey, keyId } = (value ?? {}) as {
    readonly key?: Named | null;
    readonly previousKey?: Named | null;
    readonly keyId?: string;
  };
  return [keyId, key?.keyId, previousKey?.keyId].filter((one) => one !== undefined);
};

const updates = Object.fromEntries(
  [...new Set([...Object.keys(CHANGED_FIELDS), ...Object.keys(CHANGED_OF_KEY)])].map((mutation) => [
    mutation,
    (result: DataFields, _args: unknown, cache: Cache) => {
      if (!result[mutation]) return; // it failed
      refresh(cache, ...(CHANGED_FIELDS[mutation] ?? []));
      for (const id of idsOf(result[mutation]))
        refreshOf(cache, `KeyMetadata:${id}`, ...(CHANGED_OF_KEY[mutation] ?? []));
    },
  ]),
);

/**
 * The cache of the page: one copy of each object, so that every view shows a change at once. Secrets and plaintexts
 * never come here: what returns them is sent with `useSecretSend`.
 */
export const pageCache = cacheExchange({
  keys: KEYS,
  updates: { Mutation: updates, Subscription: { liveEvents } },
  optimistic: {
    // Each of them can be undone. Nothing that destroys is shown before the server has done it.
    enableKey: (args) => withState(args, 'Enabled'),
    disableKey: (args) => withState(args, 'Disabled'),
  },
});

/** The key of an input as it will be. */
function withState(args: Readonly<Record<string, unknown>>, keyState: string) {
  const { keyId } = args.input as { readonly keyId: string };
  return { __typename: 'KeyMetadata', keyId, keyState };
}
