import fc from 'fast-check';
import type { NaiveFacts, NaivePolicy, NaiveStatement } from './naive-policy.ts';

const ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey', 'kms:ListKeys', 'ram:GetUser'];
const ACTION_PATTERNS = [
  ...ACTIONS,
  'kms:encrypt',
  'kms:*',
  'kms:*crypt',
  'kms:De*',
  'kms:?????pt',
  'kms:L?stK*s',
  'ram:*',
  '*',
];
const KEY_IDS = ['a', 'ab', 'abc', 'b', 'ba', 'A'];
const PREFIX = 'acs:kms:r1:100:key/';
const RESOURCES = [
  ...KEY_IDS.map((id) => PREFIX + id),
  'acs:kms:r1:100:key',
  'acs:kms:r1:100:alias/a',
];
const RESOURCE_PATTERNS = [
  ...RESOURCES,
  '*',
  'acs:*',
  `${PREFIX}*`,
  `${PREFIX}a*`,
  `${PREFIX}?`,
  `${PREFIX}?*`,
  `${PREFIX}a*c`,
  'acs:kms:*:*:key*',
  'acs:kms:*:*:key/a?',
  'acs:*b*',
  'acs:kms:r2:100:key/*',
];
const TEXTS = ['x', 'xy', 'X', 'yx', '', '𠮷x', '3', '10', '2.50', '-1'];
const PATTERNS = [...TEXTS, 'x*', '*x', '?', '??', '*', '?x'];
const NUMBERS = ['3', '10', '2.5', '-1', '0', 10, 3];
const TIMES = ['2026-01-01T00:00:00Z', '2026-01-01T08:00:00+08:00', '2026-06-01T12:30:00.5Z'];
const IPS = ['192.0.2.7', '192.0.3.7', '10.0.0.1', '2001:db8::1', '2001:db8:1::', '::1'];
const BLOCKS = [
  ...IPS,
  '192.0.2.0/24',
  '192.0.2.9/23',
  '0.0.0.0/0',
  '::/0',
  '2001:db8::/47',
  '10.0.0.0/31',
];
const SPECS = ['Aliyun_AES_256', 'RSA_2048', 'EC_P256'];

const from = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const oneOrMore = <T>(values: readonly T[]): fc.Arbitrary<T | T[]> =>
  fc.oneof(from(values), fc.array(from(values), { minLength: 1, maxLength: 3 }));

const TEXT_KEYS = ['kms:tag/t', 'KMS:Tag/t', 'kms:tag/T', 'kms:tag/a/b', 'kms:EncryptionContext/t'];
const entry = (
  operators: readonly string[],
  keys: readonly string[],
  values: readonly (string | number | boolean)[],
): fc.Arbitrary<
  [string, Record<string, string | number | boolean | (string | number | boolean)[]>]
> =>
  fc.tuple(
    from(operators),
    fc.tuple(from(keys), oneOrMore(values)).map(([key, value]) => ({ [key]: value })),
  );
const orders = (type: string): string[] =>
  ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map(
    (name) => type + name,
  );
const EQUALITY = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
];
const condition = fc
  .array(
    fc.oneof(
      entry([...EQUALITY, 'StringLike', 'StringNotLike'], TEXT_KEYS, PATTERNS),
      entry(
        [...EQUALITY, 'StringLike'],
        ['kms:KeySpec', 'KMS:keySpec'],
        [...SPECS, 'RSA*', 'rsa_2048'],
      ),
      entry(EQUALITY, ['kms:Surface'], ['graphql', 'rpc', 'RPC']),
      entry(orders('Numeric'), TEXT_KEYS, NUMBERS),
      entry(orders('Date'), ['acs:CurrentTime', 'ACS:currentTime'], TIMES),
      entry(['Bool'], ['acs:SecureTransport', 'acs:MFAPresent'], ['true', 'false', true, false]),
      entry(['IpAddress', 'NotIpAddress'], ['acs:SourceIp'], BLOCKS),
    ),
    { minLength: 1, maxLength: 2 },
  )
  .map((entries) => Object.fromEntries(entries));

const statement: fc.Arbitrary<NaiveStatement> = fc
  .record({
    Effect: from(['Allow', 'Allow', 'Deny'] as const),
    named: fc.tuple(from(['Action', 'Action', 'Action', 'NotAction']), oneOrMore(ACTION_PATTERNS)),
    Resource: oneOrMore(RESOURCE_PATTERNS),
    Condition: fc.option(condition, { nil: undefined }),
  })
  .map(({ Effect, named: [element, actions], Resource, Condition }) => ({
    Effect,
    [element]: actions,
    Resource,
    ...(Condition ? { Condition } : {}),
  }));

/** Policies whose statements often match the requests of `randomFacts`. */
export const randomPolicies: fc.Arbitrary<NaivePolicy[]> = fc.array(
  fc.record({
    Version: fc.constant('1' as const),
    Statement: fc.array(statement, { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 2 },
);

/** What the key of a row has; the rest of a request is the same for all rows. */
export const randomKey = fc.record({
  resource: from(KEY_IDS.map((id) => PREFIX + id)),
  keySpec: from(SPECS),
  tags: fc.dictionary(from(['t', 'T', 'a/b']), from(TEXTS)),
});

/** Facts of one request. */
export const randomFacts: fc.Arbitrary<NaiveFacts> = fc.record({
  action: from(ACTIONS),
  resource: from(RESOURCES),
  sourceIp: from([...IPS, '::ffff:192.0.2.7', undefined]) as fc.Arbitrary<string>,
  secureTransport: fc.boolean(),
  currentTime: from(TIMES).map((time) => new Date(time)),
  mfaPresent: fc.constant(false),
  surface: from(['graphql', 'rpc', 'command']),
  keySpec: from([...SPECS, undefined]) as fc.Arbitrary<string>,
  tags: fc.dictionary(from(['t', 'T', 'a/b']), from(TEXTS)),
  encryptionContext: fc.dictionary(from(['t', 'T']), from(TEXTS)),
});
