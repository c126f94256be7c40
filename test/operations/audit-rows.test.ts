import { beforeAll, describe, expect, it, vi } from 'vitest';
import { OPERATIONS } from '#operations/registry.ts';
import { type AnyOperation, isAudited } from '#pipeline/operation.ts';
import { ConflictError } from '#store/commit/write-set.ts';
import { addUser, allowing, type Credential, type TestStatement } from '../support/identities.ts';
import { type Kms, startKms } from '../support/kms.ts';
import { callOperation, hasSurface, type Outcome } from '../support/operation/call-operation.ts';
import { factsOf } from '../support/operation/discover.ts';
import { type Example, type Facts, successOf } from '../support/operation/facts.ts';
import type { Input } from '../support/operation/subject.ts';
import { openSubjects, type Subjects } from '../support/operation/subjects.ts';
import { inputFor } from '../support/operation/test-contract.ts';
import { SURFACES, type Surface } from '../support/surfaces.ts';

const USER_AGENT = 'audit-rows-test/1.0';
/** Everybody in the account can be found by the access key, which no other test has. */
const rowsOf = ({ store }: Kms, { id }: Credential) =>
  store.db.auditEvent.findMany({ where: { accessKeyId: id }, orderBy: { id: 'asc' } });
type Row = Awaited<ReturnType<typeof rowsOf>>[number];

/** Calls an operation as a user of its own. */
async function attempt(
  surface: Surface,
  { kms, account }: Subjects,
  facts: Facts,
  input: Input,
  statements: readonly TestStatement[] = allowing('*'),
): Promise<Outcome & { readonly rows: Row[] }> {
  const user = await addUser(kms, account.accountId, statements, `auditee-${++users}`);
  const options = { userAgent: USER_AGENT };
  const answer = await callOperation(surface, kms, user, facts, input, options);
  return { ...answer, rows: await rowsOf(kms, user) };
}
let users = 0;

/** Who, from where, by what, and how long: the same for every row. */
const common = (surface: Surface, { account }: Subjects, { name }: AnyOperation) => ({
  accountId: account.accountId,
  principal: `acs:ram::${account.accountId}:user/auditee-${users}`,
  credentialType: 'AccessKey',
  sessionId: null,
  address: '127.0.0.1',
  userAgent: USER_AGENT,
  requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  surface,
  operation: name,
  durationMicroseconds: expect.any(Number),
});

const keyIdsOf = ({ keyId, otherKeyIds }: Row): string[] =>
  [keyId ?? [], otherKeyIds?.split(',') ?? []].flat();

/** The key of an example, which is in its row. */
const keyOf = async ({ take }: Subjects, { on }: Example): Promise<string[]> =>
  on ? [(await take(on)).keyId] : [];

describe.each(SURFACES)('By %s', (surface) => {
  let subjects: Subjects;
  beforeAll(async () => {
    const kms = await startKms();
    subjects = await openSubjects(kms);
    return () => kms[Symbol.asyncDispose]();
  });

  const offered = OPERATIONS.filter((operation) => hasSurface(surface, operation));
  const audited = offered.filter((operation) => isAudited(operation));

  it.each(audited)('$name has one row for each time that it is done', async (operation) => {
    const facts = await factsOf(operation.name);
    for (const example of facts.examples) {
      const input = await inputFor(example, subjects);
      const { outcome, rows } = await attempt(surface, subjects, facts, input);
      expect(outcome).toBe(successOf(facts));
      expect(rows).toMatchObject([
        { ...common(surface, subjects, operation), outcome: outcome === 'ok' ? 'Done' : outcome },
      ]);
      const [row] = rows as [Row];
      expect(keyIdsOf(row)).toEqual(expect.arrayContaining(await keyOf(subjects, example)));
      expect(row.durationMicroseconds).toBeGreaterThanOrEqual(0);
      if (operation.effect === 'use') await expectVersions(subjects, row);
    }
  });

  it.each(audited.filter(({ needsPermission }) => needsPermission !== false))(
    '$name has one row for each time that it is refused',
    async (operation) => {
      const facts = await factsOf(operation.name);
      const [example] = facts.examples;
      const input = await inputFor(example, subjects);
      const { outcome, rows } = await attempt(surface, subjects, facts, input, []);
      expect(['Forbidden.NoPermission', 'NoPermission']).toContain(outcome);
      expect(rows).toMatchObject([{ ...common(surface, subjects, operation), outcome }]);
      if (operation.key) expect(keyIdsOf(rows[0] as Row)).toEqual(await keyOf(subjects, example));
    },
  );

  it.each(audited.filter(({ dryRun }) => dryRun))(
    '$name has one row for each dry run',
    async (operation) => {
      const facts = await factsOf(operation.name);
      const input = { ...(await inputFor(facts.examples[0], subjects)), dryRun: true };
      const { rows } = await attempt(surface, subjects, facts, input);
      expect(rows).toMatchObject([
        { ...common(surface, subjects, operation), outcome: 'DryRunOperationError' },
      ]);
    },
  );

  it.each(audited)('$name has one row when its first commit comes too late', async (operation) => {
    const facts = await factsOf(operation.name);
    const input = await inputFor(facts.examples[0], subjects);
    const { services } = subjects.kms;
    const hindered = onceHindered(services, operation);
    const { outcome, rows } = await attempt(surface, subjects, facts, input);
    expect(hindered()).toBe(outcome === 'ok');
    expect([outcome, rows.length]).toEqual([successOf(facts), 1]);
  });

  it.each(offered.filter((operation) => !isAudited(operation)))(
    '$name, which reads, has no row',
    async (operation) => {
      const facts = await factsOf(operation.name);
      const input = await inputFor(facts.examples[0], subjects);
      for (const statements of [allowing('*'), []])
        expect((await attempt(surface, subjects, facts, input, statements)).rows).toEqual([]);
    },
  );
});

/** The versions in the row of a use are those of its keys, and of symmetric keys the primary ones. */
async function expectVersions({ kms: { store } }: Subjects, row: Row): Promise<void> {
  const { secondKeyId, secondKeyVersionId } = JSON.parse(row.details) as Record<string, string>;
  const pairs = [
    [row.keyId, row.keyVersionId],
    ...(secondKeyId ? [[secondKeyId, secondKeyVersionId]] : []),
  ] as [string, string][];
  for (const [keyId, id] of pairs) {
    const version = await store.db.keyVersion.findUniqueOrThrow({
      where: { id },
      include: { key: true },
    });
    expect(version.keyId).toBe(keyId);
    if (version.key.primaryVersionId) expect(version.key.primaryVersionId).toBe(id);
  }
}

/** Lets the next commit of an operation fail as if another request had come first. @returns whether it did */
function onceHindered(services: Kms['services'], { name }: AnyOperation): () => boolean {
  const { commit } = services;
  let isDone = false;
  const spy = vi.spyOn(services, 'commit').mockImplementation(async (writes) => {
    const isIt = writes.some(
      (write) =>
        write.verb === 'insert' &&
        (write.row as { operation?: string }).operation === name &&
        (write.row as { outcome?: string }).outcome === 'Done',
    );
    if (!isIt) return commit(writes);
    isDone = true;
    spy.mockRestore();
    throw new ConflictError();
  });
  return () => {
    spy.mockRestore();
    return isDone;
  };
}

describe('With KEYWRIGHT_AUDIT_READS=true', () => {
  let subjects: Subjects;
  beforeAll(async () => {
    const kms = await startKms({ settings: { KEYWRIGHT_AUDIT_READS: 'true' } });
    subjects = await openSubjects(kms);
    return () => kms[Symbol.asyncDispose]();
  });

  it.each(OPERATIONS.filter((one) => !isAudited(one) && hasSurface('rpc', one)))(
    'a call of $name by RPC has one row, done or refused',
    async (operation) => {
      const facts = await factsOf(operation.name);
      const input = await inputFor(facts.examples[0], subjects);
      const done = await attempt('rpc', subjects, facts, input);
      expect(done.rows).toMatchObject([
        { ...common('rpc', subjects, operation), outcome: facts.always ?? 'Done' },
      ]);
      if (operation.needsPermission === false) return;
      const refused = await attempt('rpc', subjects, facts, input, []);
      // A list of keys is not refused: it shows nothing.
      const outcome = refused.outcome === 'ok' ? 'Done' : refused.outcome;
      expect(refused.rows).toMatchObject([{ ...common('rpc', subjects, operation), outcome }]);
    },
  );
});
