/** The APIs by which a call can arrive, as `kms:Surface` names them; `command` is the command line of the operator. */
export const POLICY_SURFACES = ['graphql', 'rpc', 'command'] as const;

/** What conditions of policies can read: facts of the call and of the key. */
export interface ConditionValues {
  readonly sourceIp?: string;
  readonly secureTransport: boolean;
  readonly currentTime: Date;
  readonly mfaPresent: boolean;
  readonly surface: (typeof POLICY_SURFACES)[number];
  readonly keySpec?: string;
  readonly tags?: ReadonlyMap<string, string>;
  readonly encryptionContext?: readonly (readonly [name: string, value: string])[];
}

/** The types of values that operators compare. */
export type ValueType = 'String' | 'Numeric' | 'Date' | 'Boolean' | 'IP';

/** A value that a condition compares. */
export type ConditionValue = string | boolean | Date;

/** A condition key, with the name of a tag or pair where it has one. */
export interface ConditionKey {
  /** The operators that can read it. */
  readonly types: readonly ValueType[];
  /** What it is a fact of. Facts of a key are unknown where the key does not exist. */
  readonly of: 'call' | 'key' | 'tags';
  /** Undefined where the request has no such value. */
  readonly read: (values: ConditionValues) => ConditionValue | undefined;
}

const folded = <T>(byName: Readonly<Record<string, T>>): ReadonlyMap<string, T> =>
  new Map(Object.entries(byName).map(([name, value]) => [name.toLowerCase(), value]));

const FIXED = folded<ConditionKey>({
  'acs:SourceIp': { types: ['IP'], of: 'call', read: ({ sourceIp }) => sourceIp },
  'acs:SecureTransport': {
    types: ['Boolean'],
    of: 'call',
    read: ({ secureTransport }) => secureTransport,
  },
  'acs:CurrentTime': { types: ['Date'], of: 'call', read: ({ currentTime }) => currentTime },
  'acs:MFAPresent': { types: ['Boolean'], of: 'call', read: ({ mfaPresent }) => mfaPresent },
  'kms:Surface': { types: ['String'], of: 'call', read: ({ surface }) => surface },
  'kms:KeySpec': { types: ['String'], of: 'key', read: ({ keySpec }) => keySpec },
});

/** Keys that continue with a name after a slash. Callers write the values, which can be numbers. */
const NAMED = folded<(name: string) => ConditionKey>({
  'kms:tag': (name) => ({
    types: ['String', 'Numeric'],
    of: 'tags',
    read: ({ tags }) => tags?.get(name),
  }),
  'kms:EncryptionContext': (name) => ({
    types: ['String', 'Numeric'],
    of: 'call',
    read: ({ encryptionContext }) => encryptionContext?.find(([known]) => known === name)?.[1],
  }),
});

/** The names of all condition keys, for messages. */
export const CONDITION_KEY_NAMES =
  'acs:SourceIp, acs:SecureTransport, acs:CurrentTime, acs:MFAPresent, kms:Surface, kms:KeySpec, kms:tag/<tag key> and kms:EncryptionContext/<name>';

/**
 * Parses the name of a condition key, without regard to case. The name of a tag or a pair follows the first slash; its
 * case counts, and it can contain slashes.
 */
export function parseConditionKey(text: string): ConditionKey | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return FIXED.get(text.toLowerCase());
  const name = text.slice(slash + 1);
  return name ? NAMED.get(text.slice(0, slash).toLowerCase())?.(name) : undefined;
}

/** The form in which two spellings of one condition key are equal. */
export const foldConditionKey = (text: string): string => {
  const slash = text.indexOf('/');
  return slash < 0 ? text.toLowerCase() : text.slice(0, slash).toLowerCase() + text.slice(slash);
};
