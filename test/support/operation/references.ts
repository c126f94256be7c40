import { aliasArn, keyArn } from '#domain/arn.ts';
import type { Surface } from '../surfaces.ts';
import { callOperation, type Outcome } from './call-operation.ts';
import type { Facts, Reference } from './facts.ts';
import type { Subject } from './subject.ts';
import type { Subjects } from './subjects.ts';

/** The forms in which a key can be named. */
export const FORMS = ['id', 'alias', 'key ARN', 'alias ARN'] as const;
export type Form = (typeof FORMS)[number];

/** What else may come: ARNs that are right but for the account, or the region. */
export const FOREIGN_FORMS = [
  'key ARN of another account',
  'key ARN of another region',
  'alias ARN of another account',
  'alias ARN of another region',
] as const;
export type ForeignForm = (typeof FOREIGN_FORMS)[number];

/**
 * The operation whose references hold for a field: in GraphQL the versions of a key are a field of the key, which is
 * named as DescribeKey takes it. Nothing where GraphQL does not take the reference.
 */
export function referenceOwner(
  surface: Surface,
  { operation, graphqlField, document }: Facts,
  field: string,
): string | undefined {
  if (surface === 'rpc' || operation.effect !== 'read') return operation.name;
  const [type = '', isOnType] = graphqlField?.replace(/\(.*/, '').split('.') ?? [];
  if (isOnType) return { KeyMetadata: 'DescribeKey', KeyVersion: 'DescribeKeyVersion' }[type];
  return String(document).includes(`($${field}:`) ? operation.name : undefined;
}

/** The example that uses a field, ready to be called, and the key that the field names. */
async function prepare({ take }: Subjects, { operation, examples }: Facts, field: string) {
  for (const example of examples) {
    const subject = example.on && (await take(example.on));
    const input = subject && (await example.input?.(subject));
    const value = input?.[field];
    if (subject && input && value !== undefined)
      return { example, subject, input, keyId: String(Array.isArray(value) ? value[0] : value) };
  }
  throw new Error(`${operation.name}: none of \`examples\` names a key by ${field}`);
}

/** Calls an operation with the key of one field named in one form. */
export async function callNaming(
  surface: Surface,
  subjects: Subjects,
  facts: Facts,
  field: string,
  form: Form | ForeignForm,
): Promise<Outcome & { readonly subject: Subject }> {
  const { kms, account, put } = subjects;
  const { example, subject, input, keyId } = await prepare(subjects, facts, field);
  const name = await nameOf(form, keyId, subject, subjects);
  if (example.state) await put(keyId, example.state);
  const outcome = await callOperation(surface, kms, account, facts, {
    ...input,
    [field]: Array.isArray(input[field]) ? [name] : name,
  });
  return { ...outcome, subject };
}

async function nameOf(
  form: Form | ForeignForm,
  keyId: string,
  subject: Subject,
  { kms, account }: Subjects,
): Promise<string> {
  const { region } = kms.services;
  const { accountId } = account;
  switch (form) {
    case 'id':
      return keyId;
    case 'alias':
      return subject.newAlias(keyId);
    case 'key ARN':
      return keyArn(region, accountId, keyId);
    case 'alias ARN':
      return aliasArn(region, accountId, await subject.newAlias(keyId));
    case 'key ARN of another account':
      return keyArn(region, '1000000000000001', keyId);
    case 'key ARN of another region':
      return keyArn('cn-elsewhere', accountId, keyId);
    case 'alias ARN of another account':
      return aliasArn(region, '1000000000000001', await subject.newAlias(keyId));
    case 'alias ARN of another region':
      return aliasArn('cn-elsewhere', accountId, await subject.newAlias(keyId));
  }
}

/** What the published references say that a form is answered with. */
export function expectedAnswer(
  form: Form | ForeignForm,
  accepts: readonly Reference[],
  field: string,
  success: string,
): string {
  const notFound = field === 'keyIds' ? 'InvalidResourceId.NotFound' : 'Forbidden.KeyNotFound';
  if (form.startsWith('alias') && !accepts.includes('alias')) return 'Unsupported.Alias';
  if (form.includes('ARN') && !accepts.includes('arn')) return notFound;
  return (FOREIGN_FORMS as readonly string[]).includes(form) ? notFound : success;
}

/** Every key id in an answer, at any depth. */
export const keyIdsIn = (answer: unknown): unknown[] =>
  typeof answer === 'object' && answer !== null
    ? Object.entries(answer).flatMap(([name, value]) =>
        name === 'KeyId' || name === 'keyId' ? [value] : keyIdsIn(value),
      )
    : [];
