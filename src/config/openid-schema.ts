import { z } from 'zod';
import { ISSUER_ALGORITHMS, isProtectedUrl } from '#domain/openid/issuer-settings.ts';

const must = (expected: string) => ({ error: `must be ${expected}` });
const text = (expected: string, pattern: RegExp) =>
  z.string(must(expected)).regex(pattern, must(expected));
const list = <T extends z.ZodType>(item: T, expected: string) => z.array(item, must(expected));

const printable = text('1 to 255 printable characters', /^[^\p{C}]{1,255}$/u);
const url = (expected: string, isFit = (_address: string) => true) =>
  z
    .string(must(expected))
    .refine((address) => isProtectedUrl(address) && isFit(address), must(expected));
function isBare(address: string): boolean {
  const { search, hash, username, password } = new URL(address);
  return !search && !hash && !username && !password;
}

const issuerUrl = url(
  'the exact "iss" of its tokens: an https address (http only on this machine) without query or fragment',
  isBare,
);

const CLAIM = 'the name of a claim, or a list of the names that lead to it';
const claim = z.union(
  [printable.transform((name) => [name]), z.array(printable).min(1).max(8)],
  must(CLAIM),
);
const value = z.union([z.string(), z.number(), z.boolean()], must('a text, a number or a flag'));

const condition = { claim, equals: value.optional(), contains: printable.optional() };
const hasOneTest = ({ equals, contains }: { equals?: unknown; contains?: unknown }): boolean =>
  (equals === undefined) !== (contains === undefined);
const ONE_TEST = must('a condition with either "equals" or "contains"');

const requiredClaims = list(
  z.strictObject(condition).refine(hasOneTest, ONE_TEST),
  'a list of conditions',
).default([]);

const rule = z
  .strictObject({
    ...condition,
    user: text('the name of a user', /^[A-Za-z0-9._-]{1,64}$/).optional(),
    role: text('the name of a role', /^[A-Za-z0-9-]{1,64}$/).optional(),
  })
  .refine(hasOneTest, ONE_TEST)
  .refine(
    ({ user, role }) => (user === undefined) !== (role === undefined),
    must('a rule with either "user" or "role"'),
  );

const accessTokens = z.strictObject({
  audience: printable,
  algorithms: list(
    z.enum(ISSUER_ALGORITHMS, must(`one of ${ISSUER_ALGORITHMS.join(', ')}`)),
    'a list of algorithms',
  )
    .min(1, must('a list of algorithms'))
    .default(['RS256', 'ES256', 'EdDSA', 'Ed25519']),
  typ: text('a media type without "application/"', /^[\w.+-]{1,64}$/).default('at+jwt'),
  requiredClaims,
});

const scope = text('a scope without spaces', /^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/);
const signIn = z.strictObject({
  clientId: printable,
  clientSecret: text('1 to 1024 characters', /^[^\p{C}]{1,1024}$/u).optional(),
  clientSecretFile: printable.optional(),
  scopes: list(scope, 'a list of scopes')
    .refine((scopes) => scopes.includes('openid'), must('a list of scopes with "openid"'))
    .default(['openid']),
  requiredClaims,
});

/** One issuer, as the file says it. */
const issuer = z
  .strictObject({
    name: text('1 to 32 lower-case letters, digits and dashes', /^[a-z0-9-]{1,32}$/),
    title: text('1 to 64 printable characters', /^[^\p{C}]{1,64}$/u).optional(),
    issuer: issuerUrl,
    jwksUri: url('an https address (http only on this machine)').optional(),
    keepKeysHours: z.int(must('hours from 1 to 168')).min(1).max(168).default(24),
    mapping: list(rule, 'a list of rules').min(1, must('a list of at least one rule')),
    accessTokens: accessTokens.optional(),
    signIn: signIn.optional(),
  })
  .refine(
    ({ accessTokens, signIn }) => accessTokens ?? signIn,
    must('an issuer with "accessTokens", "signIn" or both'),
  )
  .refine(({ signIn }) => !signIn?.clientSecret || !signIn.clientSecretFile, {
    path: ['signIn'],
    ...must('a client with either "clientSecret" or "clientSecretFile"'),
  })
  .refine(
    ({ accessTokens, signIn }) =>
      accessTokens?.typ === 'at+jwt' || !signIn || accessTokens?.audience !== signIn.clientId,
    {
      path: ['accessTokens', 'audience'],
      ...must(
        'another value than "signIn.clientId" unless "typ" is "at+jwt": the ID tokens of that client have it as audience',
      ),
    },
  );

const isUnique = (field: 'name' | 'issuer') => (issuers: readonly z.output<typeof issuer>[]) =>
  new Set(issuers.map((one) => one[field])).size === issuers.length;

/** The file that KEYWRIGHT_OPENID_FILE names. */
export const openIdFile = z.strictObject({
  issuers: list(issuer, 'a list of issuers')
    .max(32, must('a list of at most 32 issuers'))
    .refine(isUnique('name'), must('a list of issuers with different names'))
    .refine(isUnique('issuer'), must('a list of different issuers')),
});

/** An issuer of that file. */
export type IssuerEntry = z.output<typeof issuer>;
