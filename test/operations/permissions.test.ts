import { beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '#operations/registry.ts';
import { type AnyOperation, actionOf, isAudited } from '#pipeline/operation.ts';
import { addUser, allowing } from '../support/identities.ts';
import { sharedKms } from '../support/kms.ts';
import { callOperation, hasSurface } from '../support/operation/call-operation.ts';
import { factsOf } from '../support/operation/discover.ts';
import { type Facts, successOf } from '../support/operation/facts.ts';
import { openSubjects, type Subjects } from '../support/operation/subjects.ts';
import { inputFor } from '../support/operation/test-contract.ts';
import { SURFACES } from '../support/surfaces.ts';

/** Permissions that an operation asks for on further keys. */
const FURTHER: Readonly<Record<string, readonly string[]>> = { ReEncrypt: ['kms:ReEncryptTo'] };

const actionsOf = (operation: AnyOperation): string[] => [
  actionOf(operation),
  ...(FURTHER[operation.name] ?? []),
];

const REFUSALS = ['Forbidden.NoPermission', 'NoPermission'];
/** AssumeRole asks the trust policy of a role too: test/operations/session has its own. */
const GOVERNED = OPERATIONS.filter(({ needsPermission }) => needsPermission !== false);

describe.each(SURFACES)('By %s', (surface) => {
  let subjects: Subjects;
  let facts: Facts;
  beforeAll(async () => {
    subjects = await openSubjects(await sharedKms());
  });

  const cases = GOVERNED.filter((operation) => hasSurface(surface, operation)).flatMap(
    (operation) =>
      actionsOf(operation).map((action) => ({ operation, name: operation.name, action })),
  );

  it.each(cases)(
    '$name is refused without $action, and changes nothing',
    async ({ operation, action }) => {
      const { kms, account } = subjects;
      facts = await factsOf(operation.name);
      const input = await inputFor(facts.examples[0], subjects);
      const powerless = await addUser(kms, account.accountId, [
        { Effect: 'Allow', NotAction: action, Resource: '*' },
      ]);
      const { outcome } = await callOperation(surface, kms, powerless, facts, input);
      expect(REFUSALS).toContain(outcome);
      if (!isAudited(operation)) return;
      const events = await kms.store.db.auditEvent.findMany({
        where: { accessKeyId: powerless.id },
      });
      expect(events.map((event) => event.outcome)).toEqual([outcome]);
    },
  );

  it.each(cases)(
    '$name is refused by a Deny of $action, whatever else allows it',
    async ({ operation, action }) => {
      const { kms, account } = subjects;
      facts = await factsOf(operation.name);
      const input = await inputFor(facts.examples[0], subjects);
      const denied = await addUser(kms, account.accountId, [
        ...allowing('*'),
        { Effect: 'Deny', Action: action, Resource: '*' },
      ]);
      const { outcome } = await callOperation(surface, kms, denied, facts, input);
      expect(REFUSALS).toContain(outcome);
    },
  );
});

describe('By rpc', () => {
  let subjects: Subjects;
  beforeAll(async () => {
    subjects = await openSubjects(await sharedKms());
  });

  it.each(GOVERNED.filter((operation) => hasSurface('rpc', operation)))(
    '$name needs no more than its own permissions',
    async (operation) => {
      const { kms, account } = subjects;
      const facts = await factsOf(operation.name);
      const input = await inputFor(facts.examples[0], subjects);
      const user = await addUser(kms, account.accountId, allowing(...actionsOf(operation)));
      const { outcome } = await callOperation('rpc', kms, user, facts, input);
      expect(outcome).toBe(successOf(facts));
    },
  );
});
