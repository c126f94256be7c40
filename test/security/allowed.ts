import type { Answer } from './answers.ts';
import type { Kind, Secret, SecretList } from './secret-list.ts';

interface Allowed {
  /** An operation; a method and a path; or the code of an error. */
  readonly answer: string;
  readonly kinds: readonly Kind[] | 'any';
  /**
   * `new`: a secret that no answer gave before, in the field that is to give it; `opened`: what a ciphertext had; `sent`:
   * what the same request had.
   */
  readonly which: 'new' | 'opened' | 'sent';
  /** The fields of new secrets. */
  readonly fields?: Readonly<Record<string, Kind>>;
}

/** All answers that may have a secret. Any other secret in any answer, and any in any other answer, is a leak. */
export const ALLOWED: readonly Allowed[] = [
  {
    answer: 'CreateAccessKey',
    kinds: ['access key secret'],
    which: 'new',
    fields: { accessKeySecret: 'access key secret' },
  },
  {
    answer: 'AssumeRole',
    kinds: ['access key secret', 'security token'],
    which: 'new',
    fields: { accessKeySecret: 'access key secret', securityToken: 'security token' },
  },
  {
    answer: 'CreateApiToken',
    kinds: ['API token'],
    which: 'new',
    fields: { token: 'API token' },
  },
  {
    answer: 'POST /sign-in',
    kinds: ['session cookie'],
    which: 'new',
    fields: { 'keywright-session': 'session cookie' },
  },
  {
    answer: 'POST /sign-in/access-key',
    kinds: ['session cookie'],
    which: 'new',
    fields: { 'keywright-session': 'session cookie' },
  },
  {
    answer: 'POST /sign-in/token',
    kinds: ['session cookie'],
    which: 'new',
    fields: { 'keywright-session': 'session cookie' },
  },
  {
    answer: 'GET /sign-in/openid/test',
    kinds: ['sign-in cookie'],
    which: 'new',
    fields: { 'keywright-sign-in': 'sign-in cookie' },
  },
  {
    answer: 'GET /sign-in/openid/test/callback',
    kinds: ['session cookie'],
    which: 'new',
    fields: { 'keywright-session': 'session cookie' },
  },
  {
    answer: 'GenerateDataKey',
    kinds: ['data key'],
    which: 'new',
    fields: { plaintext: 'data key' },
  },
  { answer: 'Decrypt', kinds: ['plaintext', 'data key'], which: 'opened' },
  { answer: 'AsymmetricDecrypt', kinds: ['plaintext'], which: 'opened' },
  { answer: 'SignatureDoesNotMatch', kinds: 'any', which: 'sent' },
  // Names of fields, types and variables; never a value.
  { answer: 'GRAPHQL_PARSE_FAILED', kinds: ['name in a document'], which: 'sent' },
  { answer: 'GRAPHQL_VALIDATION_FAILED', kinds: ['name in a document'], which: 'sent' },
];

const rowsOf = ({ answers, code }: Answer): Allowed[] =>
  ALLOWED.filter(({ answer }) =>
    answer === code ? true : answers.includes(answer) && (code === 'Done' || code === ''),
  );

/** Adds the secrets that answers gave, found in the fields of {@link ALLOWED}. */
export function addGiven(secrets: SecretList, answers: readonly Answer[]): void {
  for (const answer of answers)
    for (const { fields = {} } of rowsOf(answer))
      for (const [field, kind] of Object.entries(fields))
        for (const [, text = ''] of answer.received.toString('latin1').matchAll(patternOf(field)))
          secrets.add(
            kind,
            `given by ${answer.answers}, request ${answer.requestId}`,
            givenValue(kind, text),
            answer.requestId,
          );
}

/** Data keys are answered as base64. A security token begins with the id of its account, which is not a secret. */
const givenValue = (kind: Kind, text: string): string | Buffer =>
  kind === 'data key'
    ? Buffer.from(text, 'base64')
    : text.slice(kind === 'security token' ? 32 : 0);

/** The value of a field in JSON and XML, and of a cookie. */
const patternOf = (field: string): RegExp =>
  new RegExp(`(?:"${field}":"|<${field}>|${field}=(?=[^;]))([^"<;]+)`, 'gi');

/** Whether an answer may have a secret. @param sent the secrets that its request had */
export const isAllowed = (answer: Answer, secret: Secret, sent: () => readonly Secret[]): boolean =>
  rowsOf(answer).some(({ kinds, which }) => {
    if (kinds !== 'any' && !kinds.includes(secret.kind)) return false;
    if (which === 'new') return secret.givenBy === answer.requestId;
    return which === 'opened' || sent().includes(secret);
  });
