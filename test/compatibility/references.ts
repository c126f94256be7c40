import { z } from 'zod';
import { aliasArn, keyArn } from '#domain/arn.ts';
import { keyIds } from '#operations/common/tag-resources.ts';
import { keyReference } from '#pipeline/fields.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import type { Surface } from '../support/caller.ts';
import { READS } from '../support/reads.ts';
import { type Sample, samplesOf } from './samples.ts';
import { type Outcome, speak } from './speak.ts';
import type { Subject, Subjects } from './subjects.ts';

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

/** The input fields that name a key, told by their schema, so that no new one is missed. */
export const referenceFields = ({ input }: AnyOperation): string[] =>
  Object.entries(input.shape).flatMap(([field, type]) =>
    isReference(type as z.ZodType) ? [field] : [],
  );

function isReference(type: z.ZodType): boolean {
  if (type === keyReference || type === keyIds) return true;
  return (
    (type instanceof z.ZodOptional || type instanceof z.ZodDefault) &&
    isReference(type.unwrap() as z.ZodType)
  );
}

/** Whether GraphQL takes the reference for this operation: what hangs on a key or a version is read from that one. */
export const isNamedIn = (
  surface: Surface,
  { name, rpcOnly }: AnyOperation,
  field: string,
): boolean => {
  if (surface === 'rpc') return true;
  const read = READS[name];
  return !rpcOnly && (!read || (read.type === 'Query' && read.document.includes(`($${field}:`)));
};

/** The sample of an operation that uses a field, ready to be called, and the key that the field names. */
async function prepare({ take }: Subjects, operation: AnyOperation, field: string) {
  for (const sample of samplesOf(operation)) {
    const subject = sample.on && (await take(sample.on));
    const input = subject && (await sample.input?.(subject));
    const value = input?.[field];
    if (subject && input && value !== undefined)
      return { sample, subject, input, keyId: String(Array.isArray(value) ? value[0] : value) };
  }
  throw new Error(`No sample of ${operation.name} names a key by ${field}`);
}

/** Calls an operation with the key of one field named in one form. */
export async function callNaming(
  surface: Surface,
  subjects: Subjects,
  operation: AnyOperation,
  field: string,
  form: Form | ForeignForm,
): Promise<Outcome & { readonly sample: Sample; readonly subject: Subject }> {
  const { kms, account, put } = subjects;
  const { sample, subject, input, keyId } = await prepare(subjects, operation, field);
  const name = await nameOf(form, keyId, subject, subjects);
  if (sample.state) await put(keyId, sample.state);
  const outcome = await speak(surface, kms, account, operation, {
    ...input,
    [field]: Array.isArray(input[field]) ? [name] : name,
  });
  return { ...outcome, sample, subject };
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
