import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '#operations/registry.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import { SURFACES, type Surface } from '../support/caller.ts';
import { sharedKms } from '../support/kms.ts';
import { READS } from '../support/reads.ts';
import {
  callNaming,
  FOREIGN_FORMS,
  FORMS,
  type ForeignForm,
  type Form,
  isNamedIn,
  referenceFields,
} from './references.ts';
import { successOf } from './samples.ts';
import { isSpokenBy } from './speak.ts';
import { openSubjects, type Subjects } from './subjects.ts';

type Accepts = readonly ('id' | 'alias' | 'arn')[];

/**
 * What a key may be called by, as published: the pages of the operations and "Use aliases", by hand. What no page says
 * is marked; there an operation takes what its likes take.
 */
const PUBLISHED: Readonly<Record<string, Accepts>> = {
  'Encrypt.keyId': ['id', 'alias', 'arn'],
  'GenerateDataKey.keyId': ['id', 'alias', 'arn'],
  'GenerateDataKeyWithoutPlaintext.keyId': ['id', 'alias', 'arn'],
  'GenerateAndExportDataKey.keyId': ['id', 'alias', 'arn'],
  'DescribeKey.keyId': ['id', 'alias', 'arn'],

  'AsymmetricSign.keyId': ['id', 'alias'],
  'AsymmetricVerify.keyId': ['id', 'alias'],
  'AsymmetricEncrypt.keyId': ['id', 'alias', 'arn'],
  'AsymmetricDecrypt.keyId': ['id', 'alias', 'arn'],
  'GetPublicKey.keyId': ['id', 'alias'],
  'CreateKeyVersion.keyId': ['id', 'alias'],
  'DescribeKeyVersion.keyId': ['id', 'alias'],
  'ListKeyVersions.keyId': ['id', 'alias'],
  'ReEncrypt.destinationKeyId': ['id', 'alias'], // by analogy
  'ReEncrypt.sourceKeyId': ['id', 'alias'], // by analogy

  'EnableKey.keyId': ['id'],
  'DisableKey.keyId': ['id'],
  'ScheduleKeyDeletion.keyId': ['id'],
  'CancelKeyDeletion.keyId': ['id'],
  'UpdateKeyDescription.keyId': ['id'],
  'UpdateRotationPolicy.keyId': ['id'],
  'CreateAlias.keyId': ['id'],
  'UpdateAlias.keyId': ['id'],
  'ListAliasesByKeyId.keyId': ['id'],
  'GetParametersForImport.keyId': ['id'],
  'ImportKeyMaterial.keyId': ['id'],
  'DeleteKeyMaterial.keyId': ['id'],
  'GetKeyPolicy.keyId': ['id', 'arn'],
  'SetKeyPolicy.keyId': ['id', 'arn'],
  'TagResource.keyId': ['id'],
  'UntagResource.keyId': ['id'], // by analogy
  'ListResourceTags.keyId': ['id'], // by analogy
  'TagResources.keyIds': ['id'], // by analogy
  'UntagResources.keyIds': ['id'], // by analogy
  'ListTagResources.keyIds': ['id'], // by analogy

  // An ARN by the older parameter, an id by the newer one. Either takes both: each names one key, and no other.
  'SetDeletionProtection.protectedResourceArn': ['id', 'arn'],
  'SetDeletionProtection.keyId': ['id', 'arn'],
};

const NAMED = OPERATIONS.flatMap((operation) =>
  referenceFields(operation).map((field) => ({ operation, field, name: operation.name })),
);

const publishedFor = (name: string, field: string): Accepts => PUBLISHED[`${name}.${field}`] ?? [];

/** Whose reference it is: in GraphQL the versions of a key, say, hang on the key, which is called by as DescribeKey has it. */
function ownerOf(surface: Surface, operation: AnyOperation, field: string): string | undefined {
  if (isNamedIn(surface, operation, field)) return operation.name;
  const type = READS[operation.name]?.type;
  return type === 'KeyMetadata'
    ? 'DescribeKey'
    : type === 'KeyVersion'
      ? 'DescribeKeyVersion'
      : undefined;
}

/** What a form is answered with where the operation takes these. */
function answerTo(
  form: Form | ForeignForm,
  accepts: Accepts,
  field: string,
  success: string,
): string {
  const notFound = field === 'keyIds' ? 'InvalidResourceId.NotFound' : 'Forbidden.KeyNotFound';
  if (form.startsWith('alias') && !accepts.includes('alias')) return 'Unsupported.Alias';
  if (form.includes('ARN') && !accepts.includes('arn')) return notFound;
  return (FOREIGN_FORMS as readonly string[]).includes(form) ? notFound : success;
}

/** Every key id in an answer, wherever it stands. */
const keyIdsIn = (answer: unknown): unknown[] =>
  typeof answer === 'object' && answer !== null
    ? Object.entries(answer).flatMap(([name, value]) =>
        name === 'KeyId' || name === 'keyId' ? [value] : keyIdsIn(value),
      )
    : [];

let opened: Promise<Subjects> | undefined;
const subjects = (): Promise<Subjects> => {
  opened ??= sharedKms().then(openSubjects);
  return opened;
};

describe('What a key may be called by', () => {
  it('is published for each field that names one, and for no other', () => {
    expect(NAMED.map(({ name, field }) => `${name}.${field}`).sort()).toEqual(
      Object.keys(PUBLISHED).sort(),
    );
  });

  it.each(
    NAMED.filter(
      ({ operation, field }) => (operation.key?.from ?? ['keyId']).includes(field) && operation.key,
    ),
  )('says the record of $name as published: $field', ({ operation, field }) => {
    expect([...(operation.key?.accepts ?? [])].sort()).toEqual(
      [...publishedFor(operation.name, field)].sort(),
    );
  });
});

describe.each(SURFACES)('By %s', (surface) => {
  const named = NAMED.filter(
    ({ operation, field }) => isSpokenBy(surface, operation) && ownerOf(surface, operation, field),
  );

  it.each(named)(
    '$name takes in $field what is published, and gives back the id',
    async ({ operation, name, field }) => {
      const accepts = publishedFor(ownerOf(surface, operation, field) ?? name, field);
      for (const form of [...FORMS, ...FOREIGN_FORMS]) {
        const { outcome, answer, sample, subject } = await callNaming(
          surface,
          await subjects(),
          operation,
          field,
          form,
        );
        expect([form, outcome]).toEqual([form, answerTo(form, accepts, field, successOf(sample))]);
        // ReEncrypt answers with the key that opened, whatever its destination was called by.
        const keyIds = keyIdsIn(answer);
        expect(keyIds.filter((keyId) => keyId !== subject.keyId)).toEqual([]);
        if (outcome === 'ok' && 'keyId' in operation.output.shape) expect(keyIds).not.toEqual([]);
      }
    },
  );
});
