import plugin from '@graphql-eslint/eslint-plugin';

/** Rules of graphql-eslint that do not hold for this schema, each with its reason. */
export const SWITCHED_OFF: Readonly<Record<string, string>> = {
  alphabetize:
    'scripts/print-schema.ts sorts the schema. It compares names by character code; this rule ignores case.',
  'no-root-type': 'It forbids root types. This schema has all three.',
  'no-typename-prefix':
    'Fields have the names of the RPC API, so that one manual serves both: `aliasName`, `keyVersionId`, `tagKey`.',
  'require-deprecation-date':
    'It demands an argument `deletionDate`, which the directive @deprecated does not have (GraphQL specification, October 2021, §3.13.3).',
  'require-field-of-type-query-in-mutation-result':
    'A mutation returns what it changed, with its relations. What else a client wants is a second field or request, with permissions of its own.',
};

/** Rules that hold with other options than the plugin's. */
const OPTIONS: Readonly<Record<string, object>> = {
  // Values are the words of the RPC API (`Enabled`, `Aliyun_AES_256`); every other name keeps its convention.
  'naming-convention': { ...recommendedOptions('naming-convention'), EnumValueDefinition: {} },
  // What has no id cannot be fetched again by it: pages, the answers of mutations, and these values.
  'strict-id-in-types': {
    exceptions: {
      suffixes: ['Connection', 'Edge', 'Payload'],
      types: [
        'AccessKey',
        'AccessKeyLastUse',
        'ApiToken',
        'AssumedRoleUser',
        'AttachedPolicy',
        'AttachedRole',
        'AttachedUser',
        'AuditDetail',
        'AuditEventAdded',
        'CallerIdentity',
        'DecidingStatement',
        'ImportParameters',
        'KeyCaller',
        'KeyChange',
        'KeyDeletionImpact',
        'KeyPolicy',
        'KeyUsesOfDay',
        'LiveEvent',
        'PageInfo',
        'Permission',
        'PolicyVersion',
        'Quota',
        'Region',
        'Replica',
        'ResourceLimit',
        'RootKey',
        'RootKeyRotation',
        'Service',
        'ServiceClock',
        'SessionCredentials',
        'SignInLink',
        'Tag',
        'Viewer',
        'WhatIf',
      ],
    },
  },
  // A list has `last` and `before` where that is worth it. Audit events have two orders, which page forward.
  'relay-arguments': { includeBoth: false },
  // Lists that are short by their limit have no pages: at most 20 tags, 50 keys of a mutation.
  'relay-edge-types': { listTypeCanWrapOnlyEdgeType: false },
};

/** Single findings that stand, each with its reason. A finding is recognized by its message, without the line. */
export const ACCEPTED: Readonly<Record<string, string>> = {
  'Unexpected non-null result type "Viewer" in type "Query" (@graphql-eslint/require-nullable-result-in-root)':
    'The viewer is the caller, whom the server knows already: reading it cannot fail, and nulls no neighbor.',
};

/** Each rule for schemas that graphql-eslint has, Relay's too, at the level of an error. */
export const LINT_RULES: Readonly<Record<string, 'off' | 'error' | readonly ['error', object]>> =
  Object.fromEntries(
    Object.keys({ ...schemaAll(), ...plugin.configs['flat/schema-relay'].rules }).map((rule) => {
      const name = rule.replace('@graphql-eslint/', '');
      if (name in SWITCHED_OFF) return [rule, 'off'];
      const options = OPTIONS[name] ?? recommendedOptions(name);
      return [rule, options ? ['error', options] : 'error'];
    }),
  );

function schemaAll(): Readonly<Record<string, unknown>> {
  return plugin.configs['flat/schema-all'].rules;
}

function recommendedOptions(name: string): object | undefined {
  const rule = schemaAll()[`@graphql-eslint/${name}`];
  return Array.isArray(rule) ? (rule[1] as object) : undefined;
}
