import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUOTA_POOLS, type QuotaPool } from '#domain/quotas.ts';
import { OPERATIONS } from '#operations/registry.ts';
import { poolOf } from '#pipeline/take-quota.ts';
import { callOperation, hasSurface } from '../support/operation/call-operation.ts';
import { factsOf } from '../support/operation/discover.ts';
import { successOf } from '../support/operation/facts.ts';
import { openSubjects, type Subjects } from '../support/operation/subjects.ts';
import { inputFor } from '../support/operation/test-contract.ts';
import { type QuotaKms, startWithQuotas } from '../support/quotas.ts';
import { SURFACES } from '../support/surfaces.ts';

/** As published, as far as the pages can be read. What is not listed here is a change or a read by its name. */
const PUBLISHED: readonly (readonly [RegExp, QuotaPool])[] = [
  [/^CreateKey$/, 'create-key'],
  [/^ListResourceTags$/, 'tag-lists'],
  [/^(OpenKmsService|DescribeAccountKmsStatus)$/, 'activation'],
  [/^Asymmetric/, 'asymmetric-cryptography'],
  [/^(Encrypt|Decrypt|ReEncrypt|ExportDataKey|Generate.*DataKey.*)$/, 'cryptography'],
  [/^(Describe|List|GetKeyPolicy|GetPublicKey|WhatIf)/, 'reads'],
];
const publishedPool = (name: string): QuotaPool =>
  PUBLISHED.find(([names]) => names.test(name))?.[1] ?? 'changes';

describe('The pool of', () => {
  it.each(OPERATIONS.filter(({ service = 'kms' }) => service === 'kms'))(
    '$name is the published one',
    (operation) => expect(poolOf(operation)).toBe(publishedPool(operation.name)),
  );

  it.each(OPERATIONS.filter(({ service }) => service !== undefined && service !== 'kms'))(
    '$name is that of its service',
    (operation) => expect(poolOf(operation)).toBe(operation.service),
  );
});

describe.each(SURFACES)('By %s', (surface) => {
  let quotas: QuotaKms;
  let subjects: Subjects;
  beforeAll(async () => {
    quotas = await startWithQuotas();
    subjects = await openSubjects(quotas.kms);
  });
  afterAll(() => quotas[Symbol.asyncDispose]());

  /** Uses up the pools of the account: each has one request a second here. */
  const useUp = (pools: readonly QuotaPool[]) => {
    for (const pool of pools) quotas.kms.services.quotas.take(subjects.account.accountId, pool);
  };
  const rowsOf = (accountId: string) =>
    quotas.kms.store.db.auditEvent.count({ where: { accountId } });

  it.each(OPERATIONS.filter((operation) => hasSurface(surface, operation)))(
    '$name is throttled by the quota of its own pool only',
    async (operation) => {
      const { kms, account } = subjects;
      quotas.run();
      const facts = await factsOf(operation.name);
      const input = await inputFor(facts.examples[0], subjects);
      const caller = await subjects.callerOf(facts);
      quotas.stop();
      // A GraphQL query also reads what its field is part of, and a mutation what it returns.
      const own: readonly QuotaPool[] =
        surface === 'rpc' ? [poolOf(operation)] : [poolOf(operation), 'reads', 'ram'];
      useUp(QUOTA_POOLS.filter((pool) => !own.includes(pool)));
      const call = () => callOperation(surface, kms, caller, facts, input);
      expect((await call()).outcome).toBe(successOf(facts));
      const rows = await rowsOf(account.accountId);
      expect((await call()).outcome).toBe('Rejected.Throttling');
      expect(await rowsOf(account.accountId)).toBe(rows);
    },
  );
});
